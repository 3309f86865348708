import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { openStore } from '../../src/bff/store/index.ts'
import { startSimulators, type Simulators } from '../../src/sandbox/vendors/simulators.ts'
import { publicOrigin } from '../support/start-bff.ts'
import { linkRows } from '../support/start-work.ts'
import { until } from '../support/bff-process.ts'
import { freePort } from '../support/free-port.ts'

export interface Desk {
  origin: string
  simulators: Simulators
  /** Lines that were logged as errors. */
  complaints(): string[]
  /** Bytes of the heap and of external buffers, right after a full collection. */
  heapAfterCollection(): Promise<number>
  /** Null while the process runs. */
  end(): string | null
  /** Sends SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>
}

const fieldTasks = 5000
const hurriedMs = 10_000
const readyMs = 120_000

/**
 * Loaded into the BFF's process before it: collects garbage on request and reports what is left. It changes nothing
 * else.
 */
const collector = `process.on('message', () => {
  gc()
  const { heapUsed, external } = process.memoryUsage()
  process.send(heapUsed + external)
})
process.channel.unref()`
const preload = `data:text/javascript,${encodeURIComponent(collector)}`

const Ready = z.object({ mirrors: z.array(z.object({ completedAt: z.string() })) })

const environmentOf = ({ environment }: Simulators, more: Record<string, string>) => ({
  ...environment,
  PUBLIC_ORIGIN: publicOrigin,
  SESSION_KEY: 'a-session-key-of-the-soak-0123456789',
  HOST: '127.0.0.1',
  LOG_LEVEL: 'error',
  RATE_LIMIT_CALLS: '100000000',
  RATE_LIMIT_SIGN_INS: '1000000',
  RATE_LIMIT_STRANGERS: '1000000',
  // Short, so that a mirror fails and recovers within minutes.
  MIRROR_INTERVAL_MS: String(hurriedMs),
  ...more,
})

function launch(environment: Record<string, string>): ChildProcess {
  const { PATH = '' } = process.env
  const env = { PATH, NODE_ENV: 'production', ...environment }
  const child = fork('dist/bff/main.js', { env, silent: true, execArgv: ['--expose-gc', '--import', preload] })
  const orphan = () => child.kill('SIGKILL')
  process.once('exit', orphan)
  child.once('exit', () => process.off('exit', orphan))
  return child
}

const isFilled = (origin: string): Promise<boolean> =>
  fetch(`${origin}/readyz`)
    .then(async (answer) => Ready.safeParse(await answer.json()).success)
    .catch(() => false)

async function collect(child: ChildProcess): Promise<number> {
  const told = once(child, 'message', { signal: AbortSignal.timeout(30_000) })
  child.send('collect')
  return z.tuple([z.number()]).parse((await told).slice(0, 1))[0]
}

async function importLinks(databaseUrl: string, simulators: Simulators): Promise<void> {
  const store = await openStore(databaseUrl)
  await store.links.importRows(linkRows(simulators), 'soak', Date.now())
  await store.close()
}

/** Runs the simulators here and the built BFF in a process of its own, so that its figures are its own. */
export async function startDesk(): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), 'sidedesk-soak-'))
  const databaseUrl = `file:${join(folder, 'soak.db')}`
  const simulators = await startSimulators({ publicOrigin, fieldTasks })
  await importLinks(databaseUrl, simulators)
  const port = String(await freePort())
  const origin = `http://127.0.0.1:${port}`
  const child = launch(environmentOf(simulators, { PORT: port, DATABASE_URL: databaseUrl }))
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  let isStopping = false
  const end = () => {
    const isOver = child.exitCode !== null || child.signalCode !== null
    return isOver && !isStopping ? `the BFF ended (${child.signalCode ?? child.exitCode}): ${said.slice(-2000)}` : null
  }

  async function isReady(): Promise<boolean> {
    const ended = end()
    if (ended) throw new Error(ended)
    return isFilled(origin)
  }

  await until('the BFF is ready', isReady, readyMs)
  await simulators.vendors.wecom.setCallbackUrl(`${origin}/wecom/callback`)
  return {
    origin,
    simulators,
    complaints: () => said.split('\n').filter((line) => line !== ''),
    heapAfterCollection: () => collect(child),
    end,
    async stop() {
      isStopping = true
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
      await simulators.close()
      await rm(folder, { recursive: true, force: true })
      return child.exitCode
    },
  }
}
