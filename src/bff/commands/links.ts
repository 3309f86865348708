import { readFile } from 'node:fs/promises'
import { environment, readDatabaseUrl } from '../config/config.ts'
import { readLinkFile } from '../identity/link-file.ts'
import { openStore } from '../store/index.ts'
import type { Store } from '../store/store.ts'
import { restore, revoke } from './people.ts'

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new Error(`${path}: cannot be read`, { cause: error })
  }
}

async function withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(readDatabaseUrl(environment()))
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

async function importFile(path: string): Promise<string> {
  const { rows, faults } = readLinkFile(await readText(path))
  if (faults.length > 0) throw new Error([...faults, 'nothing was imported'].join('\n'))
  const { changed } = await withStore((store) => store.links.importRows(rows, 'import', Date.now()))
  return `${rows.length} links read, ${changed} changed`
}

const commands: Record<string, (argument: string) => Promise<string>> = {
  import: importFile,
  revoke: (userid) => withStore((store) => revoke(store, userid, Date.now())),
  restore: (userid) => withStore((store) => restore(store, userid)),
}
const usage = `usage: npm run links -- import FILE.csv
       npm run links -- revoke USERID    ends all sessions of a person
       npm run links -- restore USERID   says that a userid which counts as left, or is used again, is the same person's`

const [name = '', argument, ...more] = process.argv.slice(2)
const command = Object.hasOwn(commands, name) ? commands[name] : undefined
if (!command || argument === undefined || more.length > 0) {
  console.error(usage)
  process.exit(1)
}
try {
  console.log(await command(argument))
} catch (error) {
  console.error(error instanceof Error ? error.message : 'failed')
  process.exit(1)
}
