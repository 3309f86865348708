import * as fc from 'fast-check'

/** One change that makes an answer wrong. */
export interface Mutation {
  /** Index of the vendor's operation, modulo their number. */
  operation: number
  /** Path to the node: the index of each child, modulo their number. Empty: the whole answer. */
  path: readonly number[]
  kind: (typeof kinds)[number]
  value: unknown
  /** Index into the odd values of the node's type, modulo their number. */
  odd: number
}

type Json = unknown
type Branch = Record<string, Json> | Json[]

const kinds = ['odd', 'odd', 'odd', 'replace', 'drop', 'rename', 'wrap', 'unwrap', 'repeat', 'extra', 'text'] as const

/** Marks text that is written into the JSON without quotes, such as `1e999`, which `JSON.stringify` cannot produce. */
const rawMark = '@raw:'
const raw = (text: string) => rawMark + text
const keyMark = '@key:'
const deep = raw(`${'['.repeat(3000)}${']'.repeat(3000)}`)

const times = [
  '9999-12-31T23:59:59Z',
  '9999-12-31 23:59:59',
  '10000-01-01T00:00:00+08:00',
  '+275760-09-13T00:00:00Z',
  '-000001-01-01T00:00:00Z',
  '0000-00-00 00:00:00',
  '0000-01-01 00:00:00',
  '2026-02-30 23:61:61',
  '2026-02-30 24:00:00',
  '2026-13-40',
  '2026-11-20T10:00:00+99:99',
]
const numbers = [-1, 0, 0.5, 1e20, -1e20, 1e308, 2 ** 53, -(2 ** 53), 8.64e15, 253_402_300_800, raw('1e999'), raw('-0')]
const digits = ['99999999999999999999', '-99999999999999999999', '007', '1e3', ' 1 ', '0x10', 'NaN', 'Infinity']
const words = [
  '',
  ' ',
  '\0',
  '\u{1f}',
  '\ud800',
  '\u202e',
  'constructor',
  '__proto__',
  'toString',
  '{',
  '[]',
  '{"a":1}',
]
const hostile = [
  '<script>alert(1)</script>',
  '\r\nset-cookie: a=b',
  "';drop table links--",
  '../../etc/passwd',
  '%00%ff',
]
const shapes = [null, true, [], {}, [[]], [null], { length: 3 }, deep, 'x'.repeat(100_000)]

const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<unknown>(...times, ...numbers, ...digits, ...words, ...hostile, ...shapes) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
)

/** Mostly a leaf, because a broken envelope hides all other changes. */
const path = fc.oneof(
  { weight: 6, arbitrary: fc.array(fc.nat(40), { minLength: 4, maxLength: 7 }) },
  { weight: 1, arbitrary: fc.array(fc.nat(40), { maxLength: 3 }) },
)

export const mutations: fc.Arbitrary<Mutation[]> = fc.array(
  fc.record({
    operation: fc.nat(30),
    path,
    kind: fc.constantFrom(...kinds),
    value,
    odd: fc.nat(100),
  }),
  { minLength: 1, maxLength: 8 },
)

const isBranch = (node: Json): node is Branch => typeof node === 'object' && node !== null
const keysOf = (node: Branch): string[] => Object.keys(node)

/** Also parses strings that contain JSON, as some vendors send them. */
function nested(node: Json): Branch | null {
  if (isBranch(node)) return node
  if (typeof node !== 'string' || !/^[[{]/.test(node)) return null
  try {
    return JSON.parse(node) as Branch
  } catch {
    return null
  }
}

/** A value of the right type that makes no sense. */
function oddOf(node: Json, odd: number): Json {
  const isTime = typeof node === 'string' && /^\d{4}-\d\d/.test(node)
  const isDigits = typeof node === 'string' && /^-?\d+$/.test(node)
  const ofText = isTime ? times : isDigits ? digits : [...words, ...hostile]
  const list: readonly Json[] = typeof node === 'number' ? numbers : typeof node === 'string' ? ofText : shapes
  return list[odd % list.length]
}

function put(branch: Branch, key: string, node: Json): void {
  Object.defineProperty(branch, key, { value: node, enumerable: true, configurable: true, writable: true })
}

function rename(branch: Branch, key: string, to: string): void {
  const node: Json = Reflect.get(branch, key)
  Reflect.deleteProperty(branch, key)
  put(branch, to, node)
}

function withExtras(node: Json, extra: Json): Json {
  if (Array.isArray(node)) return [...(node as Json[]), extra]
  if (!isBranch(node)) return [node, extra]
  for (const key of ['__proto__', 'constructor', 'toString', 'then']) put(node, keyMark + key, extra)
  return node
}

function changed(branch: Branch, key: string, { kind, odd, ...mutation }: Mutation): void {
  // Values are reused by later mutations and must not be changed.
  const value = structuredClone(mutation.value)
  const node: Json = Reflect.get(branch, key)
  const inner = nested(node)
  if (kind === 'drop') {
    if (Array.isArray(branch)) branch.splice(Number(key), 1)
    else Reflect.deleteProperty(branch, key)
  } else if (kind === 'rename' && !Array.isArray(branch))
    rename(branch, key, typeof value === 'string' ? value : `${key}_`)
  else if (kind === 'odd') put(branch, key, structuredClone(oddOf(node, odd)))
  else if (kind === 'wrap') put(branch, key, [node])
  else if (kind === 'unwrap') put(branch, key, inner ? Object.values(inner)[0] : value)
  else if (kind === 'repeat') repeat(branch, key, node)
  else if (kind === 'extra') put(branch, key, withExtras(inner ?? node, value))
  else if (kind === 'text') put(branch, key, typeof node === 'string' ? Number(node) : JSON.stringify(node))
  else put(branch, key, value)
}

/** Repeats a row of a list, or a key of an object (which only JSON text can contain). */
function repeat(branch: Branch, key: string, node: Json): void {
  if (Array.isArray(branch)) branch.push(structuredClone(node))
  else put(branch, keyMark + key, null)
}

function applyTo(node: Branch, mutation: Mutation, depth: number): void {
  const keys = keysOf(node)
  const key = keys[(mutation.path[depth] ?? 0) % Math.max(1, keys.length)]
  if (key === undefined) return
  const child: Json = Reflect.get(node, key)
  const inner = nested(child)
  if (depth >= mutation.path.length - 1 || inner === null) return changed(node, key, mutation)
  applyTo(inner, mutation, depth + 1)
  if (typeof child === 'string') put(node, key, write(inner))
}

const write = (node: Json): string =>
  (JSON.stringify(node) ?? 'null')
    .replaceAll(new RegExp(`"${rawMark}([^"]*)"`, 'g'), '$1')
    .replaceAll(new RegExp(`"(?:${keyMark})+`, 'g'), '"')

/** The answer with all mutations applied. */
export function mutate(text: string, list: readonly Mutation[]): string {
  const whole = [JSON.parse(text) as Json]
  for (const mutation of list) applyTo(whole, { ...mutation, path: [0, ...mutation.path] }, 0)
  return write(whole[0])
}

function textsChanged(node: Json, change: (text: string) => string): Json {
  const inner = nested(node)
  if (inner === null) return typeof node === 'string' ? change(node) : node
  const entries = Object.entries(inner).map(([key, child]) => [key, textsChanged(child, change)] as const)
  const changed = Array.isArray(inner) ? entries.map(([, child]) => child) : Object.fromEntries(entries)
  return typeof node === 'string' ? JSON.stringify(changed) : changed
}

/** The answer with every text in it changed, also those inside JSON that is a text itself. */
export const changeTexts = (text: string, change: (text: string) => string): string =>
  JSON.stringify(textsChanged(JSON.parse(text), change))
