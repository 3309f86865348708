const clock = new Intl.DateTimeFormat('zh-CN', { hour: '2-digit', minute: '2-digit', hour12: false })
const day = new Intl.DateTimeFormat('zh-CN', { month: 'numeric', day: 'numeric' })

const midnight = (at: number) => new Date(at).setHours(0, 0, 0, 0)

/** 14:28, 昨天, 11/18: as a chat list shows it. */
export function listTime(at: number, now = Date.now()): string {
  const days = Math.round((midnight(now) - midnight(at)) / 86_400_000)
  if (days === 0) return clock.format(at)
  return days === 1 ? '昨天' : day.format(at)
}

/** 昨天 14:28 */
export function bubbleTime(at: number, now = Date.now()): string {
  const short = listTime(at, now)
  return short.includes(':') ? short : `${short} ${clock.format(at)}`
}
