import { closeWindow } from '@wecom/jssdk'
import { withDeadline, type Timer } from '../deadline.ts'

const answerMs = 3000

/** Closes the page, below which a phone has the chat. The client may never answer. */
export async function closeSidebar(timer: Timer): Promise<boolean> {
  const { signal } = new AbortController()
  const onLate = () => new Error('no answer')
  return withDeadline(closeWindow(), { ms: answerMs, signal, timer, onLate }).then(
    () => true,
    () => false,
  )
}
