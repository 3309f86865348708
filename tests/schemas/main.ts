import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { jsonSchemas } from '../../src/bff/sources/orders/kit/schemas.ts'

/** `npm run schemas`: writes the JSON Schemas of `docs/orders` anew. */
for (const [name, schema] of Object.entries(jsonSchemas()))
  writeFileSync(join('docs/orders', name), `${JSON.stringify(schema, null, 2)}\n`)
