import process from 'node:process'

/**
 * Makes Node report unhandled rejections to the page as a browser does. Returns those that the page does not prevent.
 * The test runner's own listener is removed, because it would report all of them.
 */
export function listenLikeABrowser(): unknown[] {
  const unhandled: unknown[] = []
  process.removeAllListeners('unhandledRejection')
  process.on('unhandledRejection', (reason) => {
    const event = Object.assign(new Event('unhandledrejection', { cancelable: true }), { reason })
    if (window.dispatchEvent(event)) unhandled.push(reason)
  })
  return unhandled
}

/** Node reports unhandled rejections between two turns of the event loop. */
export const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve)
  })
