import type { z } from 'zod'
import { UpstreamError, type Upstream } from '../errors.ts'
import { listOf, objectOf } from './shapes.ts'

/** Hears of what a vendor sent that could not be read, and was taken as not there. `field`: keys, without places in lists. */
export type NoteUnread = (unread: { source: Upstream; operation: string; field: string }) => void

export interface Origin {
  source: Upstream
  operation: string
  note?: NoteUnread | undefined
}

type Path = readonly PropertyKey[]

/** How deep a fault may lie: each round takes away one level. */
const maxRounds = 8

const isPlace = (key: PropertyKey | undefined): key is number => typeof key === 'number'

/** A list or an object may be written in other ways, which the schema's readers take for one. */
const inside = (value: unknown, key: PropertyKey): unknown[] | object =>
  isPlace(key) ? (listOf(value) ?? []) : (objectOf(value) ?? {})

const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((found, key) => Reflect.get(inside(found, key), key), value)

/** The value with null at the path; entries of lists keep their places. */
function without(value: unknown, [key, ...rest]: Path): unknown {
  if (key === undefined) return null
  const parent = inside(value, key)
  const copy = Array.isArray(parent) ? [...parent] : { ...parent }
  Reflect.set(copy, key, without(Reflect.get(copy, key), rest))
  return copy
}

/** The nearest thing on the way to a fault that is there: what lacks something required goes as a whole. */
function nearest(value: unknown, path: Path): Path {
  const isThere = path.length === 0 || (at(value, path) ?? null) !== null
  return isThere ? path : nearest(value, path.slice(0, -1))
}

const fieldOf = (path: Path): string => path.filter((key) => !isPlace(key)).join('.') || 'body'

interface Fault {
  field: string
  /** `values.3.remindTime: expected string` — where and what, never the value. */
  detail: string
}

function faultOf({ issues: [issue] }: z.ZodError): Fault {
  const { path = [], message = '' } = issue ?? {}
  return { field: fieldOf(path), detail: `${path.join('.') || 'body'}: ${message}` }
}

type Reading<T> = { data: T; unread: string[] } | { fault: Fault; unread: string[] }

/**
 * Reads as much as can be read: what does not fit the schema is taken away, and the rest is read again, until it fits. A
 * field becomes null, an entry of a list or an optional object goes where a part that it needs is missing.
 */
function readSparing<Schema extends z.ZodType>(schema: Schema, value: unknown): Reading<z.output<Schema>> {
  const unread: string[] = []
  let left = value
  let first: Fault | null = null
  for (let round = 0; ; round += 1) {
    const parsed = schema.safeParse(left)
    if (parsed.success) return { data: parsed.data, unread }
    first ??= faultOf(parsed.error)
    const paths = parsed.error.issues.map(({ path }) => nearest(left, path))
    if (round === maxRounds || paths.some((path) => path.length === 0)) return { fault: first, unread }
    for (const path of paths) left = without(left, path)
    unread.push(...paths.map(fieldOf))
  }
}

const tell = ({ source, operation, note }: Origin, fields: readonly string[]): void =>
  fields.forEach((field) => note?.({ source, operation, field }))

/** Parses a vendor's answer, sparing what can be done without. @throws UpstreamError `unreadable`, whose detail names the field */
export function readWire<Schema extends z.ZodType>(schema: Schema, value: unknown, origin: Origin): z.output<Schema> {
  const reading = readSparing(schema, value)
  tell(origin, reading.unread)
  if ('data' in reading) return reading.data
  const { source, operation } = origin
  throw new UpstreamError({ source, operation, reason: 'unreadable', detail: reading.fault.detail })
}

/** A row that lacks what makes it a row. */
export interface BadRow extends Fault {
  raw: unknown
}

/** Parses rows one by one, each sparingly: a bad one is reported to `onBad` and left out. The first row has the index `from`. */
export function readRows<Schema extends z.ZodType>(
  schema: Schema,
  rows: readonly unknown[],
  { origin, onBad, from = 0 }: { origin: Origin; onBad(row: BadRow): void; from?: number },
): z.output<Schema>[] {
  return rows.flatMap((raw, index) => {
    const reading = readSparing(schema, raw)
    tell(origin, reading.unread)
    if ('data' in reading) return [reading.data]
    const { field, detail } = reading.fault
    onBad({ field, detail: `row ${from + index}: ${detail}`, raw })
    return []
  })
}
