import { createHmac } from 'node:crypto'
import type { Order } from './entities.ts'
import { Refusal } from './voice.ts'

/** Where a page ends: the last row's place in the order of the list. */
type Place = Pick<Order, 'createdAt' | 'id'>

/** Newest first; of two from the same moment, the greater id. All ids are of the same length. */
export function newestFirst(one: Place, other: Place): number {
  if (one.createdAt !== other.createdAt) return other.createdAt - one.createdAt
  return one.id === other.id ? 0 : one.id < other.id ? 1 : -1
}

const sealOf = (scope: string, place: string) =>
  createHmac('sha256', 'cursors of the shop').update(`${scope}\n${place}`).digest('hex').slice(0, 16)

/** Opaque, and good for this list alone: `scope` says which. */
export function cursorOf({ createdAt, id }: Place, scope: string): string {
  const place = `${createdAt}.${id}`
  return Buffer.from(`${place}.${sealOf(scope, place)}`).toString('base64url')
}

/** @throws Refusal if it is broken, or of another list */
function placeOf(cursor: string, scope: string): Place {
  const [, at = '', id = '', seal] = /^(\d+)\.(\d+)\.(\w+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (seal !== sealOf(scope, `${at}.${id}`)) throw new Refusal('bad_request', 'the cursor is not of this list')
  return { createdAt: Number(at), id }
}

export interface PageOptions {
  limit: number
  cursor?: string | null | undefined
  scope: string
  /** How many rows of the page before are repeated. */
  overlap?: number
}

/** One page of the sorted list, by key: rows that come or change meanwhile move none of the others. */
export function pageOf(orders: readonly Order[], options: PageOptions): { page: Order[]; next: string | null } {
  const { limit, cursor, scope, overlap = 0 } = options
  const place = cursor ? placeOf(cursor, scope) : null
  const after = place ? orders.findIndex((order) => newestFirst(place, order) < 0) : 0
  const start = after < 0 ? orders.length : after
  const page = orders.slice(start, start + limit)
  const last = page.at(-1)
  const isMore = start + limit < orders.length
  const repeated = place ? orders.slice(Math.max(0, start - overlap), start) : []
  return { page: [...repeated, ...page], next: last && isMore ? cursorOf(last, scope) : null }
}
