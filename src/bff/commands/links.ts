import { readFile } from 'node:fs/promises'
import { environment, readDatabaseUrl } from '../config/config.ts'
import { readLinkFile } from '../identity/link-file.ts'
import { openStore } from '../store/index.ts'

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new Error(`${path}: cannot be read`, { cause: error })
  }
}

async function importFile(path: string): Promise<string> {
  const databaseUrl = readDatabaseUrl(environment())
  const { rows, faults } = readLinkFile(await readText(path))
  if (faults.length > 0) throw new Error([...faults, 'nothing was imported'].join('\n'))
  const store = await openStore(databaseUrl)
  try {
    const { changed } = await store.links.importRows(rows, 'import', Date.now())
    return `${rows.length} links read, ${changed} changed`
  } finally {
    await store.close()
  }
}

const [command, path, ...more] = process.argv.slice(2)
if (command !== 'import' || path === undefined || more.length > 0) {
  console.error('usage: npm run links -- import FILE.csv')
  process.exit(1)
}
try {
  console.log(await importFile(path))
} catch (error) {
  console.error(error instanceof Error ? error.message : 'failed')
  process.exit(1)
}
