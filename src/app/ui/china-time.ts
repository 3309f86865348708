const offsetMs = 8 * 3_600_000
const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']

/** Days since 1970 in China, whatever the zone of the machine. */
export const chinaDayNumber = (time: number): number => Math.floor((time + offsetMs) / dayMs)

/** The parts of a moment as a clock in China shows them. */
function parts(time: number) {
  const date = new Date(time + offsetMs)
  return {
    year: date.getUTCFullYear(),
    date: `${date.getUTCMonth() + 1}月${date.getUTCDate()}日`,
    weekday: weekdays[date.getUTCDay()] ?? '',
    clock: date.toISOString().slice(11, 16),
  }
}

/** `14:28` */
export const clockTime = (iso: string): string => parts(Date.parse(iso)).clock

/** `11月19日 10:10`; the year only when it is not this one. */
export function exactTime(iso: string | null, now: number): string {
  if (iso === null) return '未定'
  const { year, date, clock } = parts(Date.parse(iso))
  return `${year === parts(now).year ? '' : `${year}年`}${date} ${clock}`
}

/** `10月18日`; the year only when it is not this one. */
export function dayOf(iso: string, now: number): string {
  const { year, date } = parts(Date.parse(iso))
  return year === parts(now).year ? date : `${year}年${date}`
}

/** `11月26日 周四` */
export function dayWords(now: number): string {
  const { date, weekday } = parts(now)
  return `${date} ${weekday}`
}

/** The last day of this week, which begins on Monday. */
export function lastDayOfWeek(now: number): number {
  const day = chinaDayNumber(now)
  // 1 January 1970 was a Thursday.
  return day + 6 - ((day + 3) % 7)
}

/** `14:02` today, else with its day. */
export const asOfTime = (iso: string, now: number): string =>
  chinaDayNumber(Date.parse(iso)) === chinaDayNumber(now) ? clockTime(iso) : exactTime(iso, now)

/** When something came, as short as possible: `14:28`, `昨天 10:10`, `6月9日`, `2022年5月12日`. */
export function sinceLabel(iso: string | null, now: number): string {
  if (iso === null) return ''
  const time = Date.parse(iso)
  const { year, date, clock } = parts(time)
  const days = chinaDayNumber(now) - chinaDayNumber(time)
  if (days === 0) return clock
  if (days === 1) return `昨天 ${clock}`
  return year === parts(now).year ? date : `${year}年${date}`
}

function lateBy(ms: number): string {
  if (ms < hourMs) return `逾期 ${Math.max(1, Math.floor(ms / minuteMs))} 分钟`
  if (ms < dayMs) return `逾期 ${Math.floor(ms / hourMs)} 小时`
  const days = Math.floor(ms / dayMs)
  return days < 365 ? `逾期 ${days} 天` : `逾期 ${Math.floor(days / 365)} 年`
}

/** The end of a row: how late it is, or when it is due, as short as possible. */
export function dueLabel(iso: string | null, now: number, isLate: boolean): string {
  if (iso === null) return ''
  const time = Date.parse(iso)
  if (isLate) return lateBy(now - time)
  const { year, date, weekday, clock } = parts(time)
  const days = chinaDayNumber(time) - chinaDayNumber(now)
  if (days === 0) return clock
  if (days === 1) return `明天 ${clock}`
  if (days > 1 && days < 7) return `${weekday} ${clock}`
  return year === parts(now).year ? date : `${year}年${date}`
}
