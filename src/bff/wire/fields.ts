import { z } from 'zod'
import { cut, longest } from './bounds.ts'
import { harmless } from './harmless.ts'
import { plainText } from './plain-text.ts'
import { seen } from './seen.ts'
import { listOf, objectOf } from './shapes.ts'
import { readTime } from './time.ts'

/** A field that a plain function reads; undefined says that it cannot be read. */
const field = <T>(read: (value: unknown) => T | undefined) =>
  z.transform((value: unknown, context): T => {
    const found = read(value)
    if (found !== undefined) return found
    context.addIssue('not readable')
    return z.NEVER
  })

const isNothing = (value: unknown): boolean => value === null || value === undefined || value === false

/** A text, a number, or PHP's false for none. NUL is taken out: PostgreSQL keeps none. */
function rawOf(value: unknown): string | null | undefined {
  if (isNothing(value)) return null
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string') return undefined
  return value.replaceAll('\0', '').toWellFormed().trim() || null
}

/** The same as it may be shown. */
function textOf(value: unknown): string | null | undefined {
  const raw = rawOf(value)
  return typeof raw === 'string' ? harmless(raw).trim() || null : raw
}

/** No control characters: the store joins ids with one. Nothing hidden: an id is compared and must not be mended. */
export const isPlain = (text: string): boolean => /^[ -\uFFFF]*$/.test(text) && harmless(text) === text

/** A number that has lost digits is no id. */
function idsOf(value: unknown): string | null | undefined {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return undefined
  const text = rawOf(value)
  return typeof text === 'string' && !isPlain(text) ? undefined : text
}

function idOf(value: unknown): string | null | undefined {
  const text = idsOf(value)
  return typeof text === 'string' && text.length > longest.id ? undefined : text
}

const textWithin = (value: unknown, most: number): string | null | undefined => {
  const text = textOf(value)
  return typeof text === 'string' ? cut(text, most) : text
}

/** Digits that fit a number, as the number. */
function codeOf(value: unknown): number | null | undefined {
  const text = textOf(value)
  if (typeof text !== 'string') return text
  const code = /^-?\d{1,15}(?:\.0{1,9})?$/.test(text) ? Number(text) : undefined
  return code === 0 ? 0 : code
}

const yes = new Set<unknown>(['1', 'true', 'yes', 'y'])
const no = new Set<unknown>(['0', 'false', 'no', 'n'])

function flagOf(value: unknown): boolean | null | undefined {
  if (typeof value === 'boolean') return value
  const word = textOf(value)
  if (typeof word !== 'string') return word
  if (yes.has(word.toLowerCase())) return true
  return no.has(word.toLowerCase()) ? false : undefined
}

/** Not within a tag. */
const cutHtml = (html: string): string => cut(html, longest.html).replace(/<[^<>]*…$/, '…')

/** Text or number, trimmed and not empty: what a row cannot be without. */
export const Id = field((value) => idOf(value) ?? undefined)
/** The same; null where it is not there. */
export const OptionalId = field(idOf)
/** Ids in one text, whatever is between them; null where it is not there. */
export const JoinedIds = field(idsOf)
/** Harmless text; null where it is blank or not there. As much of it as is kept. */
export const Text = field((value) => textWithin(value, longest.kept))
/** Harmless text of any length, for what must not be cut: whoever reads it says what is too long. */
export const WholeText = field(textOf)
/** Words for people: text without the tags and entities that some editors write; null where nothing can be seen. */
export const Words = field((value) => {
  const text = textOf(value)
  if (typeof text !== 'string') return text
  const html = text.length > longest.html ? cutHtml(text) : text
  const words = seen(/[<&]/.test(html) ? plainText(html) : html)
  return words === null ? null : cut(words, longest.kept)
})
/** A whole number, or its digits; null where it is not there. */
export const Code = field(codeOf)
/** The same where it decides a right: the digits, and nothing beside them. */
export const StrictCode = field((value) =>
  typeof value === 'string' && !/^\d{0,15}$/.test(value) ? undefined : codeOf(value),
)
/** true, 1, "1", "true"; null where it is not there. */
export const Flag = field(flagOf)
/** Epoch ms; null where it is not there, or stands for none. A day alone begins then. */
export const Time = field((value) => readTime(value, 'start'))
/** The same, of something that is due: a day alone ends then. */
export const Deadline = field((value) => readTime(value, 'end'))

/** A company has fewer people: a longer list inside a row is a fault. */
const longestList = 10_000

/** Undefined is what the schema refuses, so that the field as a whole counts as unread. */
function listOrBad(value: unknown, most: number): unknown {
  const list = listOf(value)
  if (list && list.length > most) return undefined
  return list?.includes('') ? list.map((entry) => (entry === '' ? null : entry)) : (list ?? value)
}
const objectOrBad = (value: unknown): unknown => {
  const object = objectOf(value)
  return object === undefined ? value : object
}
const isThere = <T>(entry: T | null | undefined): entry is T => entry !== null && entry !== undefined

/** Entries one by one: one that cannot be read is left out alone. Empty where there is no list. */
export const List = <Schema extends z.ZodType>(entry: Schema, most = longestList) =>
  z
    .preprocess((value) => listOrBad(value, most), z.array(entry.nullable()))
    .transform((entries) => entries.filter(isThere))

/** Null where it is not there. */
export const One = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(objectOrBad, schema.nullable())
