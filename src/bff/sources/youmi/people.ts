import { useridKey } from '../../userid.ts'
import type { VendorPersonRow } from '../../store/people-stores.ts'
import type { SourcePeople } from '../source.ts'
import type { YoumiClient } from './client.ts'
import { maxPages } from './read-pages.ts'
import type { WireNaming } from './wire.ts'

const maxNamed = 50_000
/** Done and cancelled ones name whoever was here years ago. */
const closed = new Set<number | null>([1, 2])

const namesOf = ({ sate, sffId, recipientData }: WireNaming): string[] =>
  closed.has(sate) ? [] : [...recipientData, ...(sffId === null ? [] : [sffId])]

/** A todo tells the 工号 alone. */
const toPerson = (id: string): VendorPersonRow => ({
  id,
  name: null,
  code: null,
  otherCode: null,
  department: null,
  state: 'unknown',
})

/** Staff of 友米, and those whom open todos name: nobody else's todos are kept, so these are read for it, 25 pages at most. */
export const createPeople = ({ namings, staff }: Pick<YoumiClient, 'namings' | 'staff'>): SourcePeople => ({
  async named(signal) {
    const seen = new Set<string>()
    const people = new Map<string, string>()
    for (let page = 1; page <= maxPages && people.size < maxNamed; page += 1) {
      const before = seen.size
      const { rows, isLast } = await namings(page, signal)
      for (const { id } of rows) seen.add(id)
      for (const id of rows.flatMap(namesOf)) people.set(useridKey(id), id)
      // A vendor that does not heed the page's number repeats itself.
      if (isLast || seen.size === before) break
    }
    return [...people.values()].slice(0, maxNamed).map(toPerson)
  },

  listed: staff,
})
