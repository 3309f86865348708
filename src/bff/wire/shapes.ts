import { parseJson } from './json.ts'

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || value === false || (typeof value === 'string' && value.trim() === '')

/** An object in place of a list: PHP leaves gaps as keys, Java writes a map, and a single entry may come without its list. */
function ofObject(value: Record<string, unknown>): unknown[] {
  const entries = Object.values(value)
  const isKeyed = Object.keys(value).every((key) => /^\d+$/.test(key)) || entries.every((entry) => isObject(entry))
  return isKeyed ? entries : [value]
}

const separators = /[,，;；、]/

/**
 * A list, as vendors write it: a list, an object of entries, JSON in a text, words between commas, or a number alone. Nothing
 * is an empty one. Undefined for anything else.
 */
export function listOf(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) return value
  if (isNothing(value)) return []
  if (isObject(value)) return ofObject(value)
  if (typeof value === 'number') return [value]
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  if (/^(?:[[{"]|null$)/.test(text)) {
    const inText = parseJson(text)
    return inText === undefined ? undefined : listOf(inText)
  }
  return text
    .split(separators)
    .map((word) => word.trim())
    .filter(Boolean)
}

/** The same of rows, which are objects: words and numbers are no list of them. */
export function rowListOf(value: unknown): unknown[] | undefined {
  const isWord = typeof value === 'number' || (typeof value === 'string' && /^\s*[^\s[{"]/.test(value))
  return isWord && String(value).trim() !== 'null' ? undefined : listOf(value)
}

/** An object, as vendors write it: an object, JSON in a text, or the one entry of a list. Null for none, undefined for anything else. */
export function objectOf(value: unknown): Record<string, unknown> | null | undefined {
  if (isObject(value)) return value
  if (isNothing(value)) return null
  if (Array.isArray(value)) return value.length === 0 ? null : objectOf(value[0])
  if (typeof value !== 'string') return undefined
  const inText = parseJson(value)
  return typeof inText === 'string' || inText === undefined ? undefined : objectOf(inText)
}
