import { LRUCache } from 'lru-cache'
import { isYounger, momentOf, type Moment } from '../../age.ts'
import type { Clock } from '../../clock.ts'
import { createPersonLimit } from '../../upstream/person-limit.ts'
import { useridKey } from '../../userid.ts'
import { hasText } from '../has-text.ts'
import type { SourceLog } from '../read-page.ts'
import type { CandidateQuery, Offer } from '../source.ts'
import type { Client } from './client.ts'
import { toOffers } from './offers.ts'

interface Deps {
  client: Pick<Client, 'search'>
  /** Whom the company offered when it was last asked for this contact's orders. */
  offersOf(question: CandidateQuery, signal: AbortSignal): Promise<readonly Offer[]>
  canSearch(signal: AbortSignal): Promise<boolean>
  clock: Clock
  log: SourceLog
}

type Search = { q: string } | { phones: readonly string[] }

const leastText = 3
const mostPhones = 5
const rememberMs = 600_000
/** Of a person in a minute: the company's customers are not to be leafed through. */
const mostSearches = 30
const mostRemembered = 5_000

/** Whom a salesperson may link a contact to: whom the company offers by itself, and whom it finds for them. */
export function createCandidates({ client, offersOf, canSearch, clock, log }: Deps) {
  const limit = createPersonLimit(mostSearches, clock)
  /** A candidate is checked again when it is linked: by the search that found it. */
  const searches = new LRUCache<string, { search: Search; ids: ReadonlySet<string>; at: Moment }>({
    max: mostRemembered,
  })

  const keyOf = ({ staffId, contact }: CandidateQuery): string =>
    `${useridKey(staffId)} ${contact?.externalUserId ?? ''}`

  async function find(question: CandidateQuery, search: Search, signal: AbortSignal): Promise<Offer[]> {
    if (!(await canSearch(signal))) return []
    const { staffId: userid, contact } = question
    limit(userid)
    const offers = toOffers(await client.search(userid, search, signal))
    const externalUserId = contact?.externalUserId ?? null
    log.info({ audit: 'orders.search', userid, externalUserId, found: offers.length }, 'customers searched')
    return offers
  }

  function searchOf({ text, phones, linkByPhone }: CandidateQuery): Search | null {
    if (text !== null) return text.length >= leastText ? { q: text } : null
    return linkByPhone && phones.length > 0 ? { phones: phones.slice(0, mostPhones) } : null
  }

  const union = (some: readonly Offer[], others: readonly Offer[]): Offer[] => [
    ...new Map([...others, ...some].map((offer) => [offer.sourceId, offer])).values(),
  ]

  const isFound = (text: string | null, { title, subtitle, sourceId }: Offer): boolean =>
    text === null || hasText(text, [title, subtitle, sourceId])

  async function offered(question: CandidateQuery, signal: AbortSignal): Promise<Offer[]> {
    const own = (await offersOf(question, signal)).filter((offer) => isFound(question.text, offer))
    const search = searchOf(question)
    if (!search) return [...own]
    const found = await find(question, search, signal)
    searches.set(keyOf(question), {
      search,
      ids: new Set(found.map(({ sourceId }) => sourceId)),
      at: momentOf(clock),
    })
    return union(own, found)
  }

  /** Checks one id, before a link to it is made. */
  async function again(question: CandidateQuery, id: string, signal: AbortSignal): Promise<Offer[]> {
    const known = searches.get(keyOf(question))
    if (known?.ids.has(id) && isYounger(known.at, rememberMs, clock)) return find(question, known.search, signal)
    const own = await offersOf(question, signal)
    if (own.some(({ sourceId }) => sourceId === id)) return [...own]
    return id.length >= leastText ? find(question, { q: id }, signal) : []
  }

  return async (question: CandidateQuery, signal: AbortSignal): Promise<Offer[]> => {
    const { sourceId } = question
    if (sourceId === undefined) return offered(question, signal)
    return (await again(question, sourceId, signal)).filter((offer) => offer.sourceId === sourceId)
  }
}
