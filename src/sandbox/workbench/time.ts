// Times are shown in China time, regardless of the machine's time zone.
const timeZone = 'Asia/Shanghai'
const clock = new Intl.DateTimeFormat('zh-CN', { timeZone, hour: '2-digit', minute: '2-digit', hour12: false })
const date = new Intl.DateTimeFormat('zh-CN', { timeZone, month: 'numeric', day: 'numeric' })

const dayOf = (at: number) => Math.floor((at + 8 * 3_600_000) / 86_400_000)

/** `14:28`, `昨天` or `11/18`, as in a chat list. */
export function listTime(at: number, now = Date.now()): string {
  const days = dayOf(now) - dayOf(at)
  if (days === 0) return clock.format(at)
  return days === 1 ? '昨天' : date.format(at)
}

/** 昨天 14:28 */
export function bubbleTime(at: number, now = Date.now()): string {
  const short = listTime(at, now)
  return short.includes(':') ? short : `${short} ${clock.format(at)}`
}
