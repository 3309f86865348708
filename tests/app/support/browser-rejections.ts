import process from 'node:process'

/**
 * Makes Node tell the page of unhandled rejections as a browser does; what the page does not prevent is returned.
 * The runner's own listener would report them all.
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

/** Unhandled rejections are told between two turns of the event loop. */
export const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve)
  })
