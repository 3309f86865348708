import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { openPostgres, patience } from '../../../../src/bff/store/engine/postgres.ts'
import { protectionOf, tlsOf } from '../../../../src/bff/store/protection.ts'

const at = (host: string, query = ''): string => `postgres://desk:secret@${host}/desk${query}`

/** What a client says first: 8 bytes that ask for TLS, or its user and database in the clear. */
async function firstWords(query: string): Promise<'asks for TLS' | 'in the clear'> {
  const server = createServer()
  const heard = new Promise<Buffer>((resolve) =>
    server.on('connection', (socket) =>
      socket
        .on('error', () => undefined)
        .once('data', (bytes) => {
          resolve(bytes)
          socket.destroy()
        }),
    ),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const { db } = openPostgres(at(`127.0.0.1:${port}`, query))
  db.selectFrom('links')
    .selectAll()
    .execute()
    .catch(() => null)
  const bytes = await heard
  await db.destroy()
  server.close()
  return bytes.readInt32BE(4) === 80_877_103 ? 'asks for TLS' : 'in the clear'
}

describe('a connection to PostgreSQL', () => {
  it.each([
    ['localhost', '', 'local'],
    ['127.0.0.1:5432', '', 'local'],
    ['[::1]:5432', '', 'local'],
    ['desk.localhost', '', 'local'],
    ['%2Fvar%2Frun', '', 'local'],
    ['db.example.com', '', 'verified'],
    ['10.0.0.7', '', 'verified'],
    ['postgres', '', 'verified'],
    ['db.example.com', '?sslmode=verify-full', 'verified'],
    ['db.example.com', '?ssl=true', 'verified'],
    ['db.example.com', '?sslmode=require', 'unverified'],
    ['db.example.com', '?sslmode=prefer', 'unverified'],
    ['db.example.com', '?sslmode=no-verify', 'unverified'],
    ['db.example.com', '?sslmode=disable', 'none'],
    ['db.example.com', '?sslmode=allow', 'none'],
    ['db.example.com', '?host=127.0.0.1', 'local'],
  ])('to %s%s is %s', (host, query, protection) => {
    expect(protectionOf(at(host, query))).toBe(protection)
  })

  it.each([
    ['', 'in the clear'],
    ['?sslmode=require', 'asks for TLS'],
    ['?sslmode=verify-full', 'asks for TLS'],
    ['?sslmode=disable', 'in the clear'],
  ])('on this machine with "%s" begins %s', async (query, words) => {
    expect(await firstWords(query)).toBe(words)
  })

  it('with verify-ca names the certificate that it trusts', () => {
    expect(() => tlsOf(at('db.example.com', '?sslmode=verify-ca'))).toThrow(/sslrootcert/)
  })

  it('waits for nobody longer than half a minute', () => {
    expect(patience.idleMs + patience.lockMs).toBeLessThanOrEqual(30_000)
    expect(patience.statementMs).toBeLessThanOrEqual(30_000)
  })
})
