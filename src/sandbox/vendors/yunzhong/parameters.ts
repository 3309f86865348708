import type { FastifyRequest } from 'fastify'
import { formBody, jsonBody } from '../body.ts'

export interface Parameters {
  /** A field as text; empty if missing. */
  text(name: string): string
  /** A field of the nested `search`. */
  search(name: string): string
  /** 1 if it is not a valid page number, as in Laravel. */
  page: number
}

const textOf = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

function fieldOf(values: unknown, name: string): unknown {
  return typeof values === 'object' && values !== null && Object.hasOwn(values, name) ? Reflect.get(values, name) : ''
}

/** Merges the query and the body (JSON or a form), as PHP does. */
export function parametersOf(request: FastifyRequest): Parameters {
  const json = jsonBody(request)
  const form = { ...(request.query as object), ...(json ? {} : Object.fromEntries(formBody(request))) }
  const text = (name: string) => textOf(fieldOf(json, name)) || textOf(fieldOf(form, name))
  const search = (name: string) =>
    textOf(fieldOf(fieldOf(json, 'search'), name)) || textOf(fieldOf(form, `search[${name}]`))
  const page = text('page')
  return { text, search, page: /^[1-9]\d{0,8}$/.test(page) ? Number(page) : 1 }
}
