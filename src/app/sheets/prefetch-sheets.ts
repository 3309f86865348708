const idle = (run: () => void): unknown =>
  'requestIdleCallback' in window ? window.requestIdleCallback(run) : setTimeout(run, 1500)

let isAsked = false

/** Loads the sheets when the page is idle, so that the first tap does not wait for the network; where this fails the tap loads them. */
export function prefetchSheets(): void {
  if (isAsked) return
  isAsked = true
  setTimeout(() => idle(() => void import('./BoardSheet.vue').catch(() => undefined)), 1000)
}
