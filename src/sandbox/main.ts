import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startSandbox, type Sandbox } from './front/start-sandbox.ts'

/** Both `src/sandbox` and `dist/sandbox` lie two folders below the project. */
const root = fileURLToPath(new URL('../..', import.meta.url))

function explain(error: unknown, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'EADDRINUSE') return `Port ${port} is taken. Choose another: PORT=8081 npm start`
  return error instanceof Error ? error.message : String(error)
}

async function main(): Promise<void> {
  const { PORT = '8080', HOST, LOG_LEVEL } = process.env
  const port = Number(PORT)
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
    })
  } catch (error) {
    console.error(explain(error, port))
    process.exit(1)
  }
  void sandbox.ended.then((why) => {
    if (!isStopping) console.error(why)
    return stop(1)
  })
  console.log(`\n  侧边台 Sidedesk\n  模拟的企业微信客户端: ${sandbox.address}\n`)
}

await main()
