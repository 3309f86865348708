import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'

export interface BffOptions {
  /** Folder of the project: the BFF resolves its own paths from it. */
  root: string
  isDev: boolean
  environment: Record<string, string>
}

export interface BffProcess {
  /** Settles when the process ends, however it ends. */
  ended: Promise<string>
  stop(): Promise<void>
}

const sources = { main: 'src/bff/main.ts', links: 'src/bff/commands/links.ts' }
type Entry = keyof typeof sources

const entry = (name: Entry, isDev: boolean) => (isDev ? ['--import', 'tsx', sources[name]] : [`dist/bff/${name}.js`])

/** The environment is all that the BFF is told; nothing of ours leaks into it but where programs are. */
function launch(name: Entry, args: string[], { root, isDev, environment }: BffOptions): ChildProcess {
  const { PATH = '' } = process.env
  return spawn(process.execPath, [...entry(name, isDev), ...args], {
    cwd: root,
    // In production it reads no `.env`: somebody's real vendors stay out of the sandbox.
    env: { PATH, NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function endOf(child: ChildProcess): Promise<{ code: number | null; signal: string | null }> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return { code: child.exitCode, signal: child.signalCode }
}

/** Imports links by the product's own command. @throws Error with what the command said */
export async function importLinks(file: string, options: BffOptions): Promise<void> {
  const child = launch('links', ['import', file], options)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const { code } = await endOf(child)
  if (code !== 0) throw new Error(`The links could not be imported: ${said.trim()}`)
}

/** Ready, and the first pass of each mirror over: before that the board says, rightly, that it is incomplete. */
const Ready = z.object({ status: z.literal('ok'), mirrors: z.array(z.object({ completedAt: z.string() })) })

async function isFilled(origin: string): Promise<boolean> {
  try {
    const response = await fetch(`${origin}/readyz`)
    return Ready.safeParse(await response.json()).success
  } catch {
    return false
  }
}

async function untilFilled(origin: string, isOver: () => boolean): Promise<void> {
  while (!isOver() && !(await isFilled(origin))) await wait(100)
}

/** Starts the BFF as a process of its own and waits until it is ready and filled. @throws Error when it ends or takes too long */
export async function startBff(origin: string, options: BffOptions, readyMs = 60_000): Promise<BffProcess> {
  const child = launch('main', [], options)
  child.stdout?.pipe(process.stdout, { end: false })
  child.stderr?.pipe(process.stderr, { end: false })
  const ended = endOf(child).then(({ code, signal }) => `The BFF ended (${signal ?? `exit code ${code}`})`)
  let isOver = false
  // However we end, short of SIGKILL, the child does not outlive us.
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const late = AbortSignal.timeout(readyMs)
  const end = ended.finally(() => {
    isOver = true
    process.off('exit', kill)
  })

  async function stop(): Promise<void> {
    isOver = true
    child.kill('SIGTERM')
    const isGone = await Promise.race([end.then(() => true), wait(5000, false, { ref: false })])
    if (!isGone) child.kill('SIGKILL')
    await end
  }

  const fault = await Promise.race([untilFilled(origin, () => isOver || late.aborted), end])
  if (fault !== undefined) throw new Error(fault)
  if (!late.aborted) return { ended, stop }
  await stop()
  throw new Error(`The BFF was not ready within ${readyMs / 1000} s`)
}
