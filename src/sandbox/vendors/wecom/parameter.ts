import type { FastifyRequest } from 'fastify'
import { jsonBody } from '../body.ts'
import { WecomRefusal } from './voice.ts'

/** One query parameter; undefined if it is missing, empty or given twice. */
export function query(request: FastifyRequest, name: string): string | undefined {
  const values = new URL(request.url, 'http://localhost').searchParams.getAll(name)
  return values.length === 1 && values[0] ? values[0] : undefined
}

export function neededQuery(request: FastifyRequest, name: string): string {
  const value = query(request, name)
  if (value === undefined) throw new WecomRefusal(40058)
  return value
}

export function neededBody(request: FastifyRequest): Record<string, unknown> {
  const body = jsonBody(request)
  if (!body) throw new WecomRefusal(47001)
  return body
}

/** Where the previous page ended. A cursor is valid only for the same query. */
export function offsetOf(cursor: unknown, question: string): number {
  if (cursor === undefined || cursor === '') return 0
  const text = typeof cursor === 'string' ? Buffer.from(cursor, 'base64url').toString() : ''
  const [asked, offset] = text.split('\n')
  if (asked !== question || !/^\d+$/.test(offset ?? '')) throw new WecomRefusal(40058)
  return Number(offset)
}

/** One page and, if there are more rows, the cursor of the next page. */
export function pageOf<Row>(rows: readonly Row[], offset: number, size: number, question: string) {
  const end = offset + size
  const next = end < rows.length ? { next_cursor: Buffer.from(`${question}\n${end}`).toString('base64url') } : {}
  return { page: rows.slice(offset, end), next }
}
