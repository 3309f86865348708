import { spawn, type ChildProcess } from 'node:child_process'

/**
 * Starts Node with only these variables. The process is killed when the bench ends; `firstLine` reads its first line.
 */
export function startProcess(args: string[], environment: Record<string, string> = {}): ChildProcess {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, args, {
    env: { PATH, HOME, NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const end = () => child.kill('SIGKILL')
  process.once('exit', end)
  child.once('exit', () => process.off('exit', end))
  return child
}

export const firstLine = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    child.stdout?.once('data', (data: Buffer) => resolve(data.toString().trim()))
    child.once('exit', (code) => reject(new Error(`ended early with ${code}`)))
  })

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
