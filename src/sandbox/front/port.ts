import { once } from 'node:events'
import { createServer } from 'node:net'

const most = 65_535
const usual = '8080'

/** Reads PORT. @throws Error with a sentence for whoever started the command */
export function readPort(text = usual): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port >= 1 && port <= most) return port
  throw new Error(`PORT 要是 1–${most} 的数字，例如 PORT=8081 npm start`)
}

/** Why nothing can listen on this port, as a sentence; null for an error that is not about the port. */
export function portFault(error: unknown, port: number): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null
  const other = `换一个：PORT=${port === 8081 ? 8082 : 8081} npm start`
  if (code === 'EADDRINUSE') return `端口 ${port} 被占用，${other}`
  return code === 'EACCES' ? `没有权限使用端口 ${port}，${other}` : null
}

/** Listens on the port for a moment. @throws Error with a sentence if that is not possible */
export async function tryPort(port: number, host = '127.0.0.1'): Promise<void> {
  const server = createServer()
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (error) {
    throw new Error(portFault(error, port) ?? `HOST 或 PORT 用不了（${String(error)}）`, { cause: error })
  }
  await new Promise((resolve) => server.close(resolve))
}
