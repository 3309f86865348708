import { LRUCache } from 'lru-cache'
import { abortable } from '../../concurrency/abortable.ts'
import { refreshMs, type Clock } from '../../clock.ts'
import { AppError, UpstreamError } from '../../errors.ts'
import type { CountRead } from '../../metrics/index.ts'
import { createRecall, type Recalled } from '../recall.ts'
import type { Customer } from './client.ts'
import { isEnd } from './failures.ts'

/** A question about one contact. The caller has authorised the salesperson. */
export interface OrdersQuestion extends Customer {
  externalUserId: string
  /** The salesperson pulled to refresh. */
  refresh: boolean
  /** The last change that the order system told of this contact or one of these customers: another text with each. */
  changedAt(customerIds: readonly string[]): Promise<string>
}

interface Deps {
  clock: Clock
  count?: CountRead | undefined
  /** How long a reader waits who could be shown what is known. */
  waitMs?: number | undefined
}

/** What all answers about a contact have. */
interface Answer {
  customer: { customerId: string } | null
  maxAgeMs: number
}

/** Two attempts at the policy's deadline. */
const askMs = 20_000
const freshMs = 30_000
const mostContacts = 20_000

const linkedIn = ({ identities }: Customer): string[] =>
  identities.filter(({ type }) => type === 'customer_id').map(({ value }) => value)

const isOver = (error: unknown): boolean => error instanceof UpstreamError || error instanceof AppError

/**
 * Remembers the company's answers as long as it says, 30 s at most, or until it tells of a change. Whose contact is which
 * customer is learnt from the answers, so that a change of that customer is noticed.
 */
export function createAnswers<Value extends Answer>({ clock, count, waitMs = 5_000 }: Deps) {
  const recall = createRecall<Value>({ clock, askMs, count, isEnd })
  const customers = new LRUCache<string, string>({ max: mostContacts })

  const versionOf = (question: OrdersQuestion): Promise<string> => {
    const known = customers.get(question.externalUserId)
    return question.changedAt([...new Set([...linkedIn(question), ...(known === undefined ? [] : [known])])])
  }

  function learn({ externalUserId }: OrdersQuestion, { customer }: Value): void {
    if (customer) customers.set(externalUserId, customer.customerId)
  }

  async function waitFor(asking: Promise<Recalled<Value>>, last: Recalled<Value> | undefined, signal: AbortSignal) {
    if (!last) return asking
    const patience = AbortSignal.timeout(waitMs)
    return abortable(asking, AbortSignal.any([signal, patience])).catch((error: unknown) => {
      if (!patience.aborted || signal.aborted || isOver(error)) throw error
      return { ...last, problem: new UpstreamError({ source: 'orders', operation: 'orders.list', reason: 'timeout' }) }
    })
  }

  /** @throws what the work throws, where nothing is known */
  async function answers(
    question: OrdersQuestion,
    { key, signal }: { key: string; signal: AbortSignal },
    work: (signal: AbortSignal) => Promise<Value>,
  ): Promise<Recalled<Value>> {
    const { userid, externalUserId, identities, refresh } = question
    const ask = { who: `${userid} ${externalUserId}`, key: `${key}\n${JSON.stringify(identities)}` }

    async function once(version: string): Promise<Recalled<Value>> {
      const last = recall.last(ask)
      const olderThanMs = Math.min(refresh ? refreshMs : freshMs, last?.value.maxAgeMs ?? freshMs)
      const answer = await waitFor(recall.ask({ ...ask, olderThanMs, version, signal }, work), last, signal)
      learn(question, answer.value)
      return answer
    }

    const before = recall.last(ask)
    const version = await versionOf(question)
    const answer = await once(version)
    // What was told while the company answered, also of a customer who was not known before, may be missing from the answer.
    if (answer.problem || answer.value === before?.value) return answer
    const now = await versionOf(question)
    return now === version ? answer : once(now)
  }

  return Object.assign(answers, {
    /** All that this salesperson was told of this contact. */
    forget: ({ userid, externalUserId }: OrdersQuestion): void => recall.forget(`${userid} ${externalUserId}`),
  })
}
