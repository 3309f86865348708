const pattern = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d)(?::(\d\d))?:?)?$/
const offsetMs = 8 * 3_600_000
const dayMs = 86_400_000

/** The same in ISO 8601; null for what has another form. Its fields may still be out of range. */
function toIso(text: string): string | null {
  const [, day, minute = '00:00', second = '00'] = pattern.exec(text.trim()) ?? []
  return day === undefined ? null : `${day}T${minute}:${second}+08:00`
}

interface SourceAnswer {
  time: number | null
  iso: string | null
}
const unreadable: SourceAnswer = { time: null, iso: null }

function read(text: string): SourceAnswer {
  const iso = toIso(text)
  const time = iso === null ? Number.NaN : Date.parse(iso)
  if (iso === null || Number.isNaN(time)) return unreadable
  // Date reads 02-30 and 24:00 as the day after, which shows when the result is written back.
  if (iso.slice(8, 10) <= '28' && iso.slice(11, 13) <= '23') return { time, iso }
  return { time, iso: isTellable(time) ? toChinaIso(time) : null }
}

/**
 * Reads `yyyy-MM-dd[ HH:mm[:ss]]` as +08:00, whatever the server's zone: 勤策, 探马 and 芸众 send no zone.
 * Null for anything else, an empty string among it. China has no daylight saving.
 */
export const parseChinaTime = (text: string): number | null => read(text).time

/** The same as ISO 8601 with +08:00. */
export const readChinaTime = (text: string): string | null => read(text).iso

/** ISO 8601 with +08:00, to the second. */
export function toChinaIso(time: number): string {
  return `${new Date(time + offsetMs).toISOString().slice(0, 19)}+08:00`
}

const earliest = Date.parse('0000-01-01T00:00:00+08:00')
const latest = Date.parse('9999-12-31T23:59:59+08:00')

/** Whether ISO 8601 can tell it: a vendor may send any number, or a year that China has a day later. */
export const isTellable = (time: number): boolean => time >= earliest && time <= latest

/** `yyyy-MM-dd` of China. */
export const chinaDay = (time: number): string => toChinaIso(time).slice(0, 10)

/** `yyyy-MM-dd`, `days` later. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)

/** `yyyyMMddHHmmss` of China, as 勤策 wants it in the path. */
export const chinaStamp = (time: number): string => toChinaIso(time).slice(0, 19).replaceAll(/[-T:]/g, '')
