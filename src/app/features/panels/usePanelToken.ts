import { onScopeDispose } from 'vue'
import { errors } from '#contract/error'
import { ProblemError } from '../../api/problem-error.ts'
import type { Subject } from '../../subject/subject.ts'
import { askForToken, claimsOf } from './panel-calls.ts'

export interface Held {
  token: string
  expiresAt: string
  contextId: string
}

interface Told {
  token(held: Held): void
  /** There is none, and none that still holds. */
  refused(error: unknown): void
}

/** Before its end the next one is fetched, and where that fails it is tried again. */
const earlyMs = 60_000
const againMs = 20_000

/** Not by a network that fails, but for good. */
const isRefusal = (error: unknown): boolean =>
  error instanceof ProblemError &&
  Object.entries(errors).some(([code, { status }]) => code === error.code && status < 500 && status !== 429)

/** Keeps a token for what is open, from the first call of `ask` on until the component goes. */
export function usePanelToken(subject: Subject, panelId: string, told: Told) {
  let held: Held | null = null
  let running: AbortController | null = null
  let timer = 0
  /** When the held one ends, by either clock. */
  let ends = { wall: 0, watch: 0 }

  const leftMs = (): number => Math.min(ends.wall - Date.now(), ends.watch - performance.now())

  function keep({ token, expiresAt }: { token: string; expiresAt: string }): void {
    const { ctx, iat, exp } = claimsOf(token)
    const lifeMs = (exp - iat) * 1000
    ends = { wall: Date.now() + lifeMs, watch: performance.now() + lifeMs }
    held = { token, expiresAt, contextId: ctx }
    askIn(Math.max(lifeMs - earlyMs, againMs))
    told.token(held)
  }

  function askIn(ms: number): void {
    window.clearTimeout(timer)
    timer = window.setTimeout(() => void ask(), ms)
  }

  function fail(error: unknown): void {
    if (held && !isRefusal(error) && leftMs() > 0) return askIn(Math.min(againMs, leftMs()))
    held = null
    told.refused(error)
  }

  /** Fetches the first, or the next one of the same context. */
  async function ask(): Promise<void> {
    if (running) return
    const mine = new AbortController()
    running = mine
    try {
      const answer = await askForToken(subject, panelId, { renew: held?.token, signal: mine.signal })
      if (!mine.signal.aborted) keep(answer)
    } catch (error) {
      if (!mine.signal.aborted) fail(error)
    } finally {
      if (running === mine) running = null
    }
  }

  function stop(): void {
    window.clearTimeout(timer)
    running?.abort()
    running = null
    held = null
  }

  onScopeDispose(stop)
  return {
    ask,
    stop,
    /** The one that still holds; null where the page slept past its end, or there was none. */
    held: () => (held && leftMs() > 0 ? held : null),
  }
}
