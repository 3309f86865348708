const idle = (run: () => void): unknown =>
  'requestIdleCallback' in window ? window.requestIdleCallback(run) : setTimeout(run, 1500)

let isAsked = false

/** Fetches the sheets when nothing else is to do, so that the first tap does not wait for the network; the tap itself asks again where this fails. */
export function prefetchSheets(): void {
  if (isAsked) return
  isAsked = true
  setTimeout(() => idle(() => void import('./BoardSheet.vue').catch(() => undefined)), 1000)
}
