import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSqlite } from '../../../../src/bff/store/engine/sqlite.ts'
import { migrate } from '../../../../src/bff/store/migrations/index.ts'

const page = readFileSync('docs/privacy.md', 'utf8')
const databases = openSqlite(':memory:')
let tables: string[]

beforeAll(async () => {
  await migrate(databases.db, databases.dialect)
  tables = (await databases.db.introspection.getTables()).map(({ name }) => name)
})
afterAll(() => databases.db.destroy())

/** What the first column of the page's table names. */
const named = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name))

it('the page on privacy has a line for every table of the database, and for no other', () => {
  expect(named.toSorted()).toEqual(tables.toSorted())
})
