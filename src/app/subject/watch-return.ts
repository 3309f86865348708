import { realTimer, type Timer } from '../host/deadline.ts'

const calmMs = 150

/**
 * Calls when the salesperson comes back to the page: WeCom has no event for a change of chat.
 * One return raises several events, which count as one.
 */
export function watchReturn(onReturn: () => void, timer: Timer = realTimer): () => void {
  let id: unknown = null
  function soon(): void {
    timer.clear(id)
    id = timer.set(onReturn, calmMs)
  }
  const onVisibility = (): void => {
    if (document.visibilityState === 'visible') soon()
  }
  const onPageShow = (event: PageTransitionEvent): void => {
    if (event.persisted) soon()
  }
  document.addEventListener('visibilitychange', onVisibility)
  window.addEventListener('focus', soon)
  window.addEventListener('pageshow', onPageShow)
  return () => {
    timer.clear(id)
    document.removeEventListener('visibilitychange', onVisibility)
    window.removeEventListener('focus', soon)
    window.removeEventListener('pageshow', onPageShow)
  }
}
