import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { portFault, readPort } from './front/port.ts'
import { startSandbox, type Sandbox } from './front/start-sandbox.ts'
import { welcome } from './front/welcome.ts'

/** Both `src/sandbox` and `dist/sandbox` lie two folders below the project. */
const root = fileURLToPath(new URL('../..', import.meta.url))

/** Ends the command with a sentence for whoever started it. */
function fail(error: unknown, port?: number): never {
  const fault = port === undefined ? null : portFault(error, port)
  console.error(fault ?? (error instanceof Error ? error.message : String(error)))
  process.exit(1)
}

function readOwnPort(): number {
  try {
    return readPort(process.env['PORT'])
  } catch (error) {
    return fail(error)
  }
}

async function main(): Promise<void> {
  const { HOST, LOG_LEVEL, HOSTILE_PANEL } = process.env
  const port = readOwnPort()
  let sandbox: Sandbox | null = null
  let isStopping = false

  async function stop(exitCode: number): Promise<void> {
    if (isStopping) return
    isStopping = true
    await sandbox?.close()
    process.exit(exitCode)
  }

  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0))
  try {
    sandbox = await startSandbox({
      root,
      port,
      // Two sandboxes on different ports must not share a database.
      ...(port === 8080 ? {} : { dataDir: join(root, 'data', String(port)) }),
      isDev: process.argv.includes('--dev'),
      ...(HOST ? { host: HOST } : {}),
      ...(LOG_LEVEL ? { logLevel: LOG_LEVEL } : {}),
      hasHostilePanel: HOSTILE_PANEL === '1',
    })
  } catch (error) {
    fail(error, port)
  }
  void sandbox.ended.then((why) => {
    if (!isStopping) console.error(why)
    return stop(1)
  })
  console.log(welcome(sandbox.address))
}

await main()
