const hourMs = 3_600_000
export const dayMs = 24 * hourMs
const two = (value: number) => String(value).padStart(2, '0')

/** `yyyy-MM-dd`, as a clock on a wall in Chongqing shows it. */
export function chinaDay(at: number): string {
  const date = new Date(at + 8 * hourMs)
  return `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`
}

/** `yyyy-MM-dd HH:mm` */
export function chinaMinute(at: number): string {
  const date = new Date(at + 8 * hourMs)
  return `${chinaDay(at)} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`
}

/** `yyyy-MM-dd HH:mm:ss` */
export function chinaSecond(at: number): string {
  return `${chinaMinute(at)}:${two(new Date(at).getUTCSeconds())}`
}

/** `2024-08-07T14:55:39.4444440+08:00`, with as many digits of a second as asked for. */
export function chinaInstant(at: number, digits: 0 | 6 | 7 = 0): string {
  const fraction = `${String(at % 1000).padStart(3, '0')}0000`.slice(0, digits)
  return `${chinaSecond(at).replace(' ', 'T')}${digits ? `.${fraction}` : ''}+08:00`
}

/** Epoch ms of `yyyy-MM-dd`, `yyyy-MM-dd HH:mm` or `yyyy-MM-dd HH:mm:ss`; NaN for what is none of them. */
export function chinaTime(text: string): number {
  const parts = /^(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d)(:\d\d)?)?$/.exec(text)
  return parts ? Date.parse(`${parts[1]}T${parts[2] ?? '00:00'}${parts[3] ?? ':00'}+08:00`) : Number.NaN
}

/** Epoch ms of `yyyyMMddHHmmss`; NaN for anything else. */
export function chinaStamp(text: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text)
  if (!parts) return Number.NaN
  const [, year, month, day, hour, minute, second] = parts
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}+08:00`)
}

/** A moment later today, however late it is. */
export function laterToday(now: number, hours: number): number {
  const midnight = chinaTime(chinaDay(now)) + dayMs
  return Math.min(now + hours * hourMs, midnight - 60_000)
}
