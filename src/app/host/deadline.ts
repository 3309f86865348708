import { reasonOf } from '../api/abort-reason.ts'

export interface Timer {
  set(run: () => void, ms: number): unknown
  clear(id: unknown): void
}

export const realTimer: Timer = {
  set: (run, ms) => window.setTimeout(run, ms),
  clear: (id) => window.clearTimeout(Number(id)),
}

interface Limits {
  ms: number
  signal: AbortSignal
  timer: Timer
  onLate: () => Error
}

/** Waits for a promise that may never settle: no longer than `ms`, and not past the signal. */
export async function withDeadline<T>(promise: Promise<T>, { ms, signal, timer, onLate }: Limits): Promise<T> {
  if (signal.aborted) throw reasonOf(signal)
  let id: unknown
  let stop = (): void => undefined
  const ends = new Promise<never>((_, reject) => {
    stop = () => reject(reasonOf(signal))
    id = timer.set(() => reject(onLate()), ms)
    signal.addEventListener('abort', stop)
  })
  return Promise.race([promise, ends]).finally(() => {
    timer.clear(id)
    signal.removeEventListener('abort', stop)
  })
}
