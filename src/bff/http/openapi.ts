import { boards, BoardLine, type BoardCall } from '#contract/board'
import { endpoints, type Call } from '#contract/endpoint'
import { pictures, type PictureCall } from '#contract/picture'
import { Problem } from '#contract/problem'
import { z } from 'zod'
import { summaries } from './summaries.ts'

interface Schemas {
  params?: z.ZodObject
  query?: z.ZodObject
  body?: z.ZodType
  /** None where it is a picture. */
  response?: z.ZodType
}

const schemaOf = (schema: z.ZodType, io: 'input' | 'output') => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io })
  return rest
}

function parametersOf(schema: z.ZodObject | undefined, place: 'path' | 'query') {
  const { properties = {}, required = [] } = schema ? z.toJSONSchema(schema, { io: 'input' }) : {}
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: property,
  }))
}

const json = (schema: object, type = 'application/json') => ({ content: { [type]: { schema } } })
/** Bytes are described by their media type alone [OpenAPI 3.1, Media Type Object]. */
const picture = { content: Object.fromEntries(['jpeg', 'png', 'gif', 'webp'].map((kind) => [`image/${kind}`, {}])) }

/** `getContactsByExternalUserIdTodos`, from the call's method and path. */
const operationIdOf = (method: string, url: string): string =>
  method.toLowerCase() +
  url
    .replace('/api', '')
    .replaceAll('/:', '/by-')
    .replaceAll(/[/-](\w)/g, (_, letter: string) => letter.toUpperCase())

interface Names {
  operationId: string
  summary: string
}

function operationOf({ params, query, body, response }: Schemas, names: Names, type?: string) {
  const isEmpty = response instanceof z.ZodNull
  const content = response ? json(schemaOf(response, 'output'), type) : picture
  const done = isEmpty ? { description: 'done' } : { description: 'ok', ...content }
  const problem = json({ $ref: '#/components/schemas/Problem' }, 'application/problem+json')
  return {
    ...names,
    parameters: [...parametersOf(params, 'path'), ...parametersOf(query, 'query')],
    ...(body
      ? { requestBody: { required: !body.safeParse(undefined).success, ...json(schemaOf(body, 'input')) } }
      : {}),
    responses: {
      [isEmpty ? '204' : '200']: done,
      '4XX': { description: 'refused: a Problem whose code says why', ...problem },
      '5XX': { description: 'failed, here or at the vendor: a Problem', ...problem },
    },
  }
}

/** The contract's table as an OpenAPI 3.1 document, whose schemas are JSON Schema. `cookie`: the name of the one that holds the session. */
export function describeApi(cookie: string): object {
  const paths: Record<string, Record<string, object>> = {}
  function describe(call: Call | BoardCall | PictureCall, schemas: Schemas, type?: string): void {
    const [method = '', url = ''] = call.split(' ')
    const names = { operationId: operationIdOf(method, url), summary: summaries[call] }
    const path = url.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(schemas, names, type) }
  }
  for (const [call, schemas] of Object.entries<Schemas>(endpoints)) describe(call as Call, schemas)
  for (const [call, board] of Object.entries(boards)) {
    const params = 'params' in board ? { params: board.params } : {}
    describe(call as BoardCall, { ...params, response: BoardLine }, 'application/x-ndjson')
  }
  for (const [call, schemas] of Object.entries(pictures)) describe(call as PictureCall, schemas)
  return {
    openapi: '3.1.0',
    info: { title: 'Sidedesk', version: '1', license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/' }],
    security: [{ session: [] }],
    paths,
    components: {
      schemas: { Problem: schemaOf(Problem, 'output') },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: cookie } },
    },
  }
}
