import { ExponentialBackoff, handleAll, handleWhen, retry, timeout, TimeoutStrategy } from 'cockatiel'
import { abortable } from '../concurrency/abortable.ts'
import type { Clock } from '../clock.ts'
import { AppError, isTimeout, UpstreamError, type Reason, type Upstream } from '../errors.ts'
import { createBreaker, type BreakerState } from './breaker.ts'
import { CallerLeft } from './caller-left.ts'
import { createPause } from './pause.ts'
import type { Policy } from './policy.ts'
import { createSend, type HttpAnswer, type HttpRequest } from './send.ts'
import { createTurns } from './turns.ts'

export interface HttpCall<T> {
  /** The vendor's verb, for errors and metrics. */
  operation: string
  /** Reads may be sent twice. */
  isRead: boolean
  /** Made for each attempt, since signatures hold the time. */
  request(): HttpRequest
  /** Reads the answer under the policy, so that a failure inside a 200 counts as one; large pages' rows are read after it. @throws UpstreamError, AppError */
  read(answer: HttpAnswer): T | Promise<T>
  /** What a failure means in this vendor's words, before pause and breaker see it. */
  failure?(error: UpstreamError): Error
}

/** One request that was sent. */
export interface UpstreamEvent {
  source: Upstream
  operation: string
  /** `aborted`: the caller left; `timeout`: the caller's deadline, or ours. */
  outcome: 'ok' | 'aborted' | Reason
  ms: number
  /** 1 for the first. */
  attempt: number
}

/** Calls one upstream under its policy. @throws UpstreamError, what `read` throws, or the signal's reason */
export type Http = <T>(call: HttpCall<T>, signal: AbortSignal) => Promise<T>

export interface HttpOptions {
  source: Upstream
  policy: Policy
  clock: Clock
  observe?: ((event: UpstreamEvent) => void) | undefined
}

const longestBackoff = 10

/** Failures that pass within a moment. A vendor that says when to come back is not asked earlier. */
const isPassing = (error: unknown): boolean =>
  error instanceof UpstreamError && error.reason === 'unreachable' && error.retryAfterSeconds === undefined

const once = retry(handleAll, { maxAttempts: 0 })

function createRetry({ retries, backoffMs }: Policy) {
  const backoff = new ExponentialBackoff({ initialDelay: backoffMs, maxDelay: backoffMs * longestBackoff })
  return retry(handleWhen(isPassing), { maxAttempts: retries, backoff })
}

function outcomeOf(error: unknown): UpstreamEvent['outcome'] {
  if (error instanceof CallerLeft) return isTimeout(error.cause) ? 'timeout' : 'aborted'
  if (error instanceof UpstreamError) return error.reason
  // A refusal that the user sees as a sentence counts as an answer, not as a failure of the vendor.
  return error instanceof AppError ? 'ok' : 'unreadable'
}

/** Makes the caller of one upstream. From outside: pause, breaker, retry, turns, deadline, request. */
export function createHttp({ source, policy, clock, observe }: HttpOptions) {
  const { send, close } = createSend({ source, policy, clock })
  const pause = createPause(policy.pauseMs, clock)
  const breaker = createBreaker(policy, clock)
  const takeTurn = createTurns(source, policy)
  const again = createRetry(policy)
  const deadline = timeout(policy.timeoutMs, TimeoutStrategy.Cooperative)
  // WeCom limits each of its verbs by itself; the others do not say.
  const pauseKey = (operation: string): string => (source === 'wecom' ? operation : source)

  /** Fails at once, without a request, during a pause or while the breaker is open. */
  function refuse(operation: string): void {
    const paused = pause.secondsLeft(pauseKey(operation))
    if (paused > 0) throw new UpstreamError({ source, operation, reason: 'rate_limited', retryAfterSeconds: paused })
    const shut = breaker.secondsShut()
    if (shut > 0) throw new UpstreamError({ source, operation, reason: 'unreachable', retryAfterSeconds: shut })
  }

  async function sendAndRead<T>(call: HttpCall<T>, signal: AbortSignal, own: AbortSignal): Promise<T> {
    try {
      return await call.read(await send(call.operation, call.request(), own))
    } catch (thrown) {
      if (signal.aborted) throw new CallerLeft(signal)
      const error = thrown instanceof UpstreamError ? (call.failure?.(thrown) ?? thrown) : thrown
      pause.heed(pauseKey(call.operation), error)
      throw error
    }
  }

  async function attempt<T>(call: HttpCall<T>, signal: AbortSignal, count: number): Promise<T> {
    const { operation } = call
    const began = performance.now()
    const tell = (outcome: UpstreamEvent['outcome']) =>
      observe?.({ source, operation, outcome, ms: performance.now() - began, attempt: count })
    try {
      const value = await deadline.execute(({ signal: own }) => sendAndRead(call, signal, own), signal)
      tell('ok')
      return value
    } catch (error) {
      tell(outcomeOf(error))
      throw error
    }
  }

  function run<T>(call: HttpCall<T>, signal: AbortSignal): Promise<T> {
    const { operation } = call
    const tries = call.isRead && breaker.state() === 'closed' ? again : once
    return breaker.execute(() =>
      tries.execute(
        ({ attempt: before }) => takeTurn({ operation, signal }, () => attempt(call, signal, before + 1)),
        signal,
      ),
    )
  }

  async function http<T>(call: HttpCall<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted()
    refuse(call.operation)
    try {
      return await abortable(run(call, signal), signal)
    } catch (error) {
      if (!signal.aborted) throw error
      if (!isTimeout(signal.reason)) throw signal.reason
      throw new UpstreamError({ source, operation: call.operation, reason: 'timeout', cause: signal.reason })
    }
  }
  return Object.assign(http satisfies Http, {
    state: (): BreakerState => breaker.state(),
    /** Seconds until a call may be tried; 0 for now. */
    secondsShut: (): number => breaker.secondsShut(),
    close,
  })
}
