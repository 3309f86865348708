export const hourMs = 3_600_000
export const dayMs = 24 * hourMs
const two = (value: number) => String(value).padStart(2, '0')

/** Days are cached: a million rows fall on a few thousand days. */
const dayTexts = new Map<number, string>()

function dayText(day: number): string {
  const known = dayTexts.get(day)
  if (known) return known
  const text = new Date(day * dayMs).toISOString().slice(0, 10)
  dayTexts.set(day, text)
  return text
}

/** `yyyy-MM-dd` in China time. */
function chinaDay(at: number): string {
  return dayText(Math.floor((at + 8 * hourMs) / dayMs))
}

/** `yyyy-MM-dd HH:mm` */
export function chinaMinute(at: number): string {
  const minutes = Math.floor((at + 8 * hourMs) / 60_000)
  const day = Math.floor(minutes / 1440)
  const minute = minutes - day * 1440
  return `${dayText(day)} ${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}

/** `yyyy-MM-dd HH:mm:ss` */
export function chinaSecond(at: number): string {
  return `${chinaMinute(at)}:${two(new Date(at).getUTCSeconds())}`
}

/** `2024-08-07T14:55:39.4444440+08:00`, with the given number of decimals. */
export function chinaInstant(at: number, digits: 0 | 6 | 7 = 0): string {
  const fraction = `${String(at % 1000).padStart(3, '0')}0000`.slice(0, digits)
  return `${chinaSecond(at).replace(' ', 'T')}${digits ? `.${fraction}` : ''}+08:00`
}

/** Epoch ms of `yyyy-MM-dd`, `yyyy-MM-dd HH:mm` or `yyyy-MM-dd HH:mm:ss`; NaN for any other text. */
export function chinaTime(text: string): number {
  const parts = /^(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d)(:\d\d)?)?$/.exec(text)
  return parts ? Date.parse(`${parts[1]}T${parts[2] ?? '00:00'}${parts[3] ?? ':00'}+08:00`) : Number.NaN
}

/** Epoch ms of `yyyyMMddHHmmss`; NaN for any other text. */
export function chinaStamp(text: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text)
  if (!parts) return Number.NaN
  const [, year, month, day, hour, minute, second] = parts
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}+08:00`)
}

const midnight = (now: number) => chinaTime(chinaDay(now))

/** This many hours later, rounded up to the half hour, but 23:59 today at the latest. */
export function laterToday(now: number, hours: number): number {
  const halfHourMs = hourMs / 2
  const at = Math.ceil((now + hours * hourMs) / halfHourMs) * halfHourMs
  return Math.min(at, midnight(now) + dayMs - 60_000)
}

/** This many days from today, at the given hour. */
export function onDay(now: number, days: number, hour = 18): number {
  return midnight(now) + days * dayMs + hour * hourMs
}
