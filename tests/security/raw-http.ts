import { connect } from 'node:net'

export interface RawAnswer {
  /** 0 if the connection ended without an answer. */
  status: number
  head: string
  body: string
  /** Whether the other side ended the connection. */
  isClosed: boolean
}

const patienceMs = 10_000

function read(text: string, isClosed: boolean): RawAnswer {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(head) ?? []
  return { status: Number(status ?? 0), head, body: rest.join('\r\n\r\n'), isClosed }
}

/** Sends raw bytes, which no client library would, and returns what arrives until the other side closes the socket. */
export function sendRaw(port: number, bytes: string | Uint8Array): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    let text = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    const finish = (isClosed: boolean) => {
      socket.destroy()
      resolve(read(text, isClosed))
    }
    socket.setTimeout(patienceMs, () => finish(false))
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
    socket.on('end', () => finish(true))
    // Reset while still writing: only what arrived before counts.
    socket.on('error', (error: NodeJS.ErrnoException) =>
      ['ECONNRESET', 'EPIPE'].includes(error.code ?? '') ? finish(true) : reject(error),
    )
  })
}
