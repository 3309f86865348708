import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface ProcessOptions {
  /** Its whole environment, apart from PATH and NODE_ENV. */
  environment: Record<string, string>
  /** The user that it runs as. */
  uid?: number
}

export interface BffProcess {
  child: ChildProcess
  /** Its exit code, or the signal that ended it. */
  ended: Promise<{ code: number | null; signal: string | null }>
  /** Everything that it has written to stdout and stderr so far. */
  said(): string
  /** Sends SIGKILL and waits for the end. */
  kill(): Promise<void>
}

/** The real BFF, as it is built, in a process of its own, which is killed at the latest when the tests end. */
export function startProcess({ environment, uid }: ProcessOptions): BffProcess {
  const { PATH = '' } = process.env
  const env = { PATH, NODE_ENV: 'production', ...environment }
  const child = spawn(process.execPath, ['dist/bff/main.js'], { cwd: root, env, ...(uid === undefined ? {} : { uid }) })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const orphan = () => child.kill('SIGKILL')
  process.once('exit', orphan)
  const ended = once(child, 'close').then(() => {
    process.off('exit', orphan)
    return { code: child.exitCode, signal: child.signalCode }
  })
  async function kill(): Promise<void> {
    child.kill('SIGKILL')
    await ended
  }
  return { child, ended, said: () => said, kill }
}

/** Waits until the condition is true. @throws Error when it takes too long */
export async function until(what: string, isSo: () => Promise<boolean> | boolean, ms = 120_000): Promise<void> {
  const late = performance.now() + ms
  while (!(await isSo())) {
    if (performance.now() > late) throw new Error(`not within ${ms} ms: ${what}`)
    await wait(10)
  }
}

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  )

/** Waits until the process serves. @throws Error with its output if it ends instead */
export async function untilServing({ child, said }: BffProcess, origin: string): Promise<void> {
  await until('the BFF serves', () => {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the BFF ended: ${said()}`)
    return answers(`${origin}/healthz`)
  })
}
