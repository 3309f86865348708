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
  /** Settles when the process ends, for whatever reason. */
  ended: Promise<string>
  stop(): Promise<void>
}

const sources = { main: 'src/bff/main.ts', links: 'src/bff/commands/links.ts' }
type Entry = keyof typeof sources

const entry = (name: Entry, isDev: boolean) => (isDev ? ['--import', 'tsx', sources[name]] : [`dist/bff/${name}.js`])

/** The BFF gets only the given environment; of our own variables it inherits PATH alone. */
function launch(name: Entry, args: string[], { root, isDev, environment }: BffOptions): ChildProcess {
  const { PATH = '' } = process.env
  return spawn(process.execPath, [...entry(name, isDev), ...args], {
    cwd: root,
    // In production the BFF does not read `.env`, so that a developer's real vendors are never called.
    env: { PATH, NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function endOf(child: ChildProcess): Promise<{ code: number | null; signal: string | null }> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return { code: child.exitCode, signal: child.signalCode }
}

/** Imports links with the product's own command. @throws Error with the command's output */
export async function importLinks(file: string, options: BffOptions): Promise<void> {
  const child = launch('links', ['import', file], options)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const { code } = await endOf(child)
  if (code !== 0) throw new Error(`The links could not be imported: ${said.trim()}`)
}

/** Ready, and every mirror has finished its first pass: until then the board reports itself as incomplete. */
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

/** Starts the BFF as a child process and waits until it is ready and filled. @throws Error if it ends or takes too long */
export async function startBff(origin: string, options: BffOptions, readyMs = 60_000): Promise<BffProcess> {
  const child = launch('main', [], options)
  child.stdout?.pipe(process.stdout, { end: false })
  child.stderr?.pipe(process.stderr, { end: false })
  const ended = endOf(child).then(({ code, signal }) => `The BFF ended (${signal ?? `exit code ${code}`})`)
  let isOver = false
  // The child must not outlive us, however we end (except by SIGKILL).
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
