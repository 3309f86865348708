import { endpoints } from '#contract/endpoint'
import { Problem } from '#contract/problem'
import { z } from 'zod'

interface Schemas {
  params?: z.ZodObject
  query?: z.ZodObject
  body?: z.ZodType
  response: z.ZodType
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

function operationOf({ params, query, body, response }: Schemas) {
  const isEmpty = response instanceof z.ZodNull
  const done = isEmpty ? { description: 'done' } : { description: 'ok', ...json(schemaOf(response, 'output')) }
  const failed = {
    description: 'a Problem',
    ...json({ $ref: '#/components/schemas/Problem' }, 'application/problem+json'),
  }
  return {
    parameters: [...parametersOf(params, 'path'), ...parametersOf(query, 'query')],
    ...(body ? { requestBody: { required: true, ...json(schemaOf(body, 'input')) } } : {}),
    responses: { [isEmpty ? '204' : '200']: done, default: failed },
  }
}

/** The contract's table as an OpenAPI 3.1 document, whose schemas are JSON Schema. */
export function describeApi(): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const [call, schemas] of Object.entries<Schemas>(endpoints)) {
    const [method = '', url = ''] = call.split(' ')
    const path = url.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(schemas) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Sidedesk', version: '1' },
    paths,
    components: { schemas: { Problem: schemaOf(Problem, 'output') } },
  }
}
