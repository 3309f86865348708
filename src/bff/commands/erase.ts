import { z } from 'zod'
import { ExternalUserId } from '#contract/id'
import type { Erased, Store } from '../store/store.ts'

/** Whom to erase, as the words of the command say it. */
export const Person = z.union([
  z.tuple([z.literal('contact'), ExternalUserId]),
  z.tuple([z.literal('staff'), z.string().min(1)]),
])
export type Person = z.infer<typeof Person>

const signedOut = 'every session that there may have been has ended'

/** What an erasure here does not reach. */
const beyond = {
  contact: 'what 勤策, 探马 and backups hold of this customer is read from there: erase it there',
  staff:
    'tasks of 勤策 and jobs of 芸众 that name this person are read from there, again and again: erase it there, and in backups',
}

/** The person's ids in the sources, which are known here for the last time. */
function idsOf(links: Erased['links']): string[] {
  const ids = links.map(({ source, sourceId }) => `${source} ${sourceId}`)
  return ids.length > 0 ? [`was linked to ${ids.join(', ')}`] : []
}

/** Removes all that is kept of one person, and says how many rows of which table. The last line is for the audit log. */
export async function erase({ erasures }: Pick<Store, 'erasures'>, person: Person, now: number): Promise<string> {
  const [kind, id] = person
  const { removed, links } = await (kind === 'contact' ? erasures.contact(id) : erasures.staff(id, now))
  const counts = removed.map(({ table, rows }) => `${table} ${rows}`).join(', ')
  const rows = removed.reduce((sum, one) => sum + one.rows, 0)
  return [
    counts ? `${id}: erased ${counts}` : `${id}: nothing was kept`,
    ...(kind === 'staff' ? [signedOut] : []),
    ...idsOf(links),
    ...(counts ? [beyond[kind]] : []),
    JSON.stringify({ time: now, audit: 'erase', kind, id, rows }),
  ].join('\n')
}
