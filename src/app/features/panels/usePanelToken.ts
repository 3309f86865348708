import { onScopeDispose } from 'vue'
import { errors } from '#contract/error'
import { ProblemError } from '../../api/problem-error.ts'
import { realClocks, spanOf } from '../../host/clocks.ts'
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

/** Keeps a token for what is open, from the first call of `ask` on until `rest`. */
export function usePanelToken(subject: Subject, panelId: string, told: Told) {
  let held: Held | null = null
  let running: AbortController | null = null
  let timer = 0
  /** Whether the held one is over. */
  let isOver = (): boolean => true
  /** By the stopwatch: when the next is due. */
  let dueAt = 0

  /** Goes on where `rest` left off. */
  const goOn = (): void => askIn(Math.max(dueAt - performance.now(), 0))

  function keep({ token, expiresAt }: { token: string; expiresAt: string }): void {
    const { ctx, iat, exp } = claimsOf(token)
    const lifeMs = (exp - iat) * 1000
    isOver = spanOf(lifeMs, realClocks)
    dueAt = performance.now() + Math.max(lifeMs - earlyMs, againMs)
    held = { token, expiresAt, contextId: ctx }
    goOn()
    told.token(held)
  }

  function askIn(ms: number): void {
    window.clearTimeout(timer)
    timer = window.setTimeout(() => void ask(), ms)
  }

  function fail(error: unknown): void {
    if (held && !isRefusal(error) && !isOver()) return askIn(againMs)
    held = null
    told.refused(error)
  }

  /** Fetches the first, or the next one of the same context. Answers whether one came. */
  async function ask(): Promise<boolean> {
    if (running) return false
    const mine = new AbortController()
    running = mine
    try {
      const answer = await askForToken(subject, panelId, { renew: held?.token, signal: mine.signal })
      if (mine.signal.aborted) return false
      keep(answer)
      return true
    } catch (error) {
      if (!mine.signal.aborted) fail(error)
      return false
    } finally {
      if (running === mine) running = null
    }
  }

  /** Fetches no more until it is asked: nobody looks at the page. The last one stays in hand, since its context may go on. */
  function rest(): void {
    window.clearTimeout(timer)
    running?.abort()
    running = null
  }

  onScopeDispose(rest)
  return {
    ask,
    rest,
    goOn,
    /** The one that still holds; null where the page slept past its end, or there was none. */
    held: () => (held && !isOver() ? held : null),
  }
}
