import { realTimer, type Timer } from '../host/deadline.ts'

const calmMs = 150

/**
 * Calls when the user comes back to the page or touches it: WeCom has no event for a change of chat. One return raises several
 * events: the first counts at once, and all that follow it together once more, when the client has come to rest.
 */
export function watchReturn(onReturn: () => void, timer: Timer = realTimer): () => void {
  let calming: unknown = null
  let hasMore = false
  function rest(): void {
    calming = null
    if (hasMore) onReturn()
  }
  function notice(): void {
    hasMore = calming !== null
    if (!hasMore) onReturn()
    timer.clear(calming)
    calming = timer.set(rest, calmMs)
  }
  const onVisibility = (): void => {
    if (document.visibilityState === 'visible') notice()
  }
  const onPageShow = (event: PageTransitionEvent): void => {
    if (event.persisted) notice()
  }
  document.addEventListener('visibilitychange', onVisibility)
  document.addEventListener('pointerdown', notice, true)
  window.addEventListener('focus', notice)
  window.addEventListener('pageshow', onPageShow)
  return () => {
    timer.clear(calming)
    document.removeEventListener('visibilitychange', onVisibility)
    document.removeEventListener('pointerdown', notice, true)
    window.removeEventListener('focus', notice)
    window.removeEventListener('pageshow', onPageShow)
  }
}
