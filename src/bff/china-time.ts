const offsetMs = 8 * 3_600_000
const dayMs = 86_400_000

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

/** When that day began, in epoch ms. */
export const chinaDayStart = (time: number): number => Date.parse(`${chinaDay(time)}T00:00:00+08:00`)

/** `yyyy-MM-dd`, `days` later. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)

/** `yyyyMMddHHmmss` of China, as 勤策 wants it in the path. */
export const chinaStamp = (time: number): string => toChinaIso(time).slice(0, 19).replaceAll(/[-T:]/g, '')
