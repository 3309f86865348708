import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { jsonSchemas } from '../../../../../src/bff/sources/orders/kit/schemas.ts'

const folder = 'docs/orders'
const written = readdirSync(folder).filter((name) => name.endsWith('.schema.json'))
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'))

it('the JSON Schemas of docs/orders are those of the contract: `npm run schemas` writes them anew', () => {
  const all = Object.fromEntries(written.map((name) => [name, read(name)]))
  expect(all).toEqual(jsonSchemas())
})
