import { openDefaultBrowser } from '@wecom/jssdk'
import { withDeadline, type Timer } from '../deadline.ts'

const answerMs = 3000

/** Opens an address in the system's browser: a desktop client has no windows of its own for it. It may never answer. */
export async function openLink(url: string, timer: Timer): Promise<boolean> {
  const { signal } = new AbortController()
  const onLate = () => new Error('no answer')
  return withDeadline(openDefaultBrowser({ url }), { ms: answerMs, signal, timer, onLate }).then(
    () => true,
    () => false,
  )
}
