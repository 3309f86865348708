import type { LinkCandidate } from '#contract/link'
import type { Offer } from '../source.ts'
import type { WireCandidate } from './wire-answers.ts'

type Reason = LinkCandidate['reasons'][number]

const mostOffers = 10
/** The reasons that the contract and our page share; any other is the system's own. */
const shared = new Map<string, Reason>([
  ['same_phone', 'same_phone'],
  ['i_manage', 'i_manage'],
])

function reasonsOf(told: readonly string[]): Reason[] {
  const reasons = told.map((reason) => shared.get(reason) ?? 'order_system')
  return reasons.length === 0 ? ['order_system'] : [...new Set(reasons)]
}

/** Whom the company offers as this contact. */
export const toOffers = (candidates: readonly WireCandidate[]): Offer[] =>
  candidates.slice(0, mostOffers).map(({ customerId, title, subtitle, reasons }) => ({
    source: 'orders',
    sourceId: customerId,
    title: title ?? customerId,
    subtitle,
    reasons: reasonsOf(reasons),
  }))
