import { isTellable } from '../china-time.ts'

const chinaMs = 8 * 3_600_000
const dayMs = 86_400_000

interface Read {
  /** Epoch ms. */
  at: number
  /** A day without a time of day, which `at` begins. */
  isDay: boolean
}

/** Undefined: it says something that is no time; null: it says that there is none. */
type Reading = Read | null | undefined

/** `[year, month, day, hour, minute, second]`, as the place with this offset has it. */
type Parts = readonly number[]

const placeholderYears = [1899, 9999] as const

/** Undefined for 30 February. 24:00 is the day after. */
function ofParts([year = 0, month = 1, day = 1, hour, minute = 0, second = 0]: Parts, offsetMs: number): Reading {
  if (year <= placeholderYears[0] || year >= placeholderYears[1]) return null
  const start = Date.UTC(year, month - 1, day)
  const isDate = month >= 1 && month <= 12 && day >= 1 && (day <= 28 || new Date(start).getUTCDate() === day)
  const isMidnight = hour === 24 && minute === 0 && second === 0
  const isTime = ((hour ?? 0) < 24 || isMidnight) && minute < 60 && second < 60
  if (!isDate || !isTime) return undefined
  const sinceStart = (((hour ?? 0) * 60 + minute) * 60 + second) * 1000
  return { at: start + sinceStart - offsetMs, isDay: hour === undefined }
}

/** What fills an empty field: SQL Server's first day, and the epoch wherever it was written. */
const isPlaceholder = (at: number): boolean =>
  at < Date.UTC(1900, 0, 3) || Math.abs(at) <= dayMs || at >= Date.UTC(placeholderYears[1], 0, 1)

/** No vendor of ours is older: an earlier number counts something else. */
const firstEpoch = Date.UTC(2000, 0, 1)

/** Seconds or milliseconds: in between lie the years 1973 and 5138. */
function ofEpoch(value: number): Reading {
  const at = Math.round(Math.abs(value) < 1e11 ? value * 1000 : value)
  if (isPlaceholder(at)) return null
  return at < firstEpoch || !isTellable(at) ? undefined : { at, isDay: false }
}

const zone = /^(?:z|utc|gmt)?(?:([+-])(\d{1,2}):?(\d\d)?)?$/i

/** Without a zone it is China's. Null for a zone that is none. */
function offsetOf(text = ''): number | null {
  if (text === '') return chinaMs
  const found = zone.exec(text)
  if (!found) return null
  const [, sign, hours = '0', minutes = '0'] = found
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}

const written =
  /^(-?\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:(?:T|\s{1,4})(\d{1,2}):(\d{1,2})(?::(\d{1,2})?(?:[.,]\d{1,12})?)?)?\s?([a-z]{0,3}[+-]?[\d:]{0,6})$/i
const compact = /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?$/
const dotNet = /^\/date\((-?\d{1,17})(?:[+-]\d{4})?\)\/$/i
const digits = /^-?\d{1,17}(?:\.\d{1,9})?$/

/** The groups of a match that are there. */
function numbersOf(found: RegExpExecArray): number[] {
  const numbers: number[] = []
  for (let group = 1; group <= 6; group += 1) if (found[group] !== undefined) numbers.push(Number(found[group]))
  return numbers
}

function ofText(text: string): Reading {
  const found = written.exec(text)
  if (found) {
    const offset = offsetOf(found[7])
    return offset === null ? undefined : ofParts(numbersOf(found), offset)
  }
  const run = /^(?:19|20)/.test(text) ? compact.exec(text) : null
  const dated = run ? ofParts(numbersOf(run), chinaMs) : undefined
  if (dated) return dated
  const [, ms] = dotNet.exec(text) ?? []
  if (ms !== undefined) return ofEpoch(Number(ms))
  return digits.test(text) ? ofEpoch(Number(text)) : undefined
}

/** How far a named zone is ahead of Greenwich at an instant that its own clocks show as `wall`. */
function offsetOfName(name: string, wall: number): number | null {
  try {
    const format = new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'longOffset' })
    return offsetOf(format.formatToParts(wall).find(({ type }) => type === 'timeZoneName')?.value)
  } catch {
    return null
  }
}

/** PHP's Carbon: `{date, timezone}`. Java's Date, made an object: `{time}`. */
function ofObject(value: object): Reading {
  if ('time' in value && typeof value.time === 'number') return readAny(value.time)
  if (!('date' in value) || typeof value.date !== 'string') return undefined
  const name = 'timezone' in value && typeof value.timezone === 'string' ? value.timezone : ''
  const read = ofText(value.date.trim())
  if (!read) return read
  const offset = offsetOf(name) ?? offsetOfName(name, read.at)
  return offset === null ? undefined : { ...read, at: read.at + chinaMs - offset }
}

function readAny(value: unknown): Reading {
  if (typeof value === 'number') return ofText(String(value))
  if (typeof value === 'string') return value.trim() === '' ? null : ofText(value.trim())
  if (Array.isArray(value)) {
    if (value.length === 0) return null
    // The seventh is nanoseconds.
    return value.length >= 3 && value.every((part) => Number.isInteger(part)) ? ofParts(value, chinaMs) : undefined
  }
  if (typeof value === 'object' && value !== null) return ofObject(value)
  return value === null || value === undefined || value === false ? null : undefined
}

/**
 * Reads a vendor's time, in whatever way it is written: epoch ms. Without a zone it is China's. Null for none and for what
 * stands for none, such as 0000-00-00 or the epoch; undefined for what cannot be read. A day alone is its start or its end.
 */
export function readTime(value: unknown, ofDay: 'start' | 'end'): number | null | undefined {
  const read = readAny(value)
  if (!read || isPlaceholder(read.at)) return read && null
  return read.isDay && ofDay === 'end' ? read.at + dayMs - 1000 : read.at
}
