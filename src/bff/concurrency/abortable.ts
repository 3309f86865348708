import { setMaxListeners } from 'node:events'

/** Lets one caller stop waiting for work that others share. @throws the signal's reason */
export function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // A list waits for as many as it has customers, each of whom lets go: Node would print a warning from eleven on.
  setMaxListeners(0, signal)
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    // Handled even when no caller waits any more: a shared failure must not become an unhandled rejection.
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
