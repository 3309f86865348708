import { z } from 'zod'
import { LinkedSourceId } from '#contract/source'
import type { ContactLinkRecord } from '../../store/store.ts'

/** The last link of a page: the next one begins after it, whatever was removed meanwhile. */
export const Place = z.tuple([z.number(), z.string(), LinkedSourceId, z.string()])
type Place = z.infer<typeof Place>

export const placeOf = ({ linkedAt, externalUserId, source, sourceId }: ContactLinkRecord): Place => [
  -linkedAt,
  externalUserId,
  source,
  sourceId,
]

type Placed = Pick<ContactLinkRecord, 'linkedAt' | 'externalUserId' | 'source' | 'sourceId'>

const compareText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

/** The latest first. Not as the database orders them: that may be by the rules of a language. */
const compare = (one: Placed, other: Placed): number =>
  other.linkedAt - one.linkedAt ||
  compareText(one.externalUserId, other.externalUserId) ||
  compareText(one.source, other.source) ||
  compareText(one.sourceId, other.sourceId)

const placed = ([time, externalUserId, source, sourceId]: Place): Placed => ({
  linkedAt: -time,
  externalUserId,
  source,
  sourceId,
})

/** Collects the first links after a place: tens of thousands need not be sorted for a page of fifty. */
export function createPage({ after, most }: { after: Place | null; most: number }) {
  const links: ContactLinkRecord[] = []
  const start = after && placed(after)
  return {
    /** In order. */
    links,
    add(link: ContactLinkRecord): void {
      const last = links[most - 1]
      if (start && compare(link, start) <= 0) return
      if (last && compare(link, last) >= 0) return
      const at = links.findIndex((each) => compare(link, each) < 0)
      links.splice(at === -1 ? links.length : at, 0, link)
      if (links.length > most) links.pop()
    },
  }
}
