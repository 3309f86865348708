import { z } from 'zod'
import type { ContactLink, ContactLinksQuery } from '#contract/admin'
import { AppError } from '../../errors.ts'
import { isImported } from '../../identity/link-maker.ts'
import type { ContactLinkRecord, Store } from '../../store/store.ts'
import { useridKey } from '../../userid.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { KnownPerson } from '../mappings/known.ts'
import type { Directory } from '../people/directory.ts'
import type { AdminHandlers } from '../register.ts'
import { createHolds, makerOfLink, type Holds, type HoldsDeps } from './holds.ts'

export interface ContactLinkDeps extends HoldsDeps {
  store: Pick<Store, 'links' | 'fieldCustomers' | 'fieldTasks'>
  directory: Directory
}

type ContactLinkHandlers = Pick<
  AdminHandlers,
  'GET /api/admin/contact-links' | 'DELETE /api/admin/contact-links/:externalUserId/:source/:sourceId'
>

/** The last link of a page: the next one begins after it, whatever was removed meanwhile. */
const Place = z.tuple([z.number(), z.string(), z.string(), z.string()])
type Place = z.infer<typeof Place>

const placeOf = ({ linkedAt, externalUserId, source, sourceId }: ContactLinkRecord): Place => [
  -linkedAt,
  externalUserId,
  source,
  sourceId,
]

/** The latest first. Not as the database orders them: that may be by the rules of a language. */
function compare(one: Place, other: Place): number {
  const index = one.findIndex((part, at) => part !== other[at])
  const [mine, theirs] = [one[index], other[index]]
  if (mine === undefined || theirs === undefined) return 0
  return mine > theirs ? 1 : -1
}

function toContactLink(link: ContactLinkRecord, holds: Holds, people: ReadonlyMap<string, KnownPerson>): ContactLink {
  const by = makerOfLink(link)
  return {
    externalUserId: link.externalUserId,
    source: link.source,
    sourceId: link.sourceId,
    name: link.name,
    how: isImported(link) ? 'import' : 'made',
    by,
    byName: by === null ? null : (people.get(useridKey(by))?.name ?? null),
    since: new Date(link.linkedAt).toISOString(),
    holds: holds.get(link) ?? null,
  }
}

const isIn = (link: ContactLinkRecord, state: z.output<typeof ContactLinksQuery>['state'], holds: Holds): boolean => {
  if (state === 'doubtful') return holds.get(link) === false
  return state === 'all' || (state === 'import') === isImported(link)
}

const holdsWords = ({ externalUserId, sourceId, name, linkedBy }: ContactLinkRecord, q: string): boolean =>
  [externalUserId, sourceId, name ?? '', linkedBy].some((text) => text.toLowerCase().includes(q))

/** Links of customers: who made them, and whether they could make them today. */
export function createContactLinkHandlers(deps: ContactLinkDeps): ContactLinkHandlers {
  const { store, directory, clock } = deps
  const holdsOf = createHolds(deps)

  return {
    'GET /api/admin/contact-links': async ({ query: { source, state, q, limit, cursor } }) => {
      const after = readCursor(Place, cursor)
      const [all, { snapshot }] = await Promise.all([store.links.contactLinks(), directory()])
      const people = snapshot.byKey
      const holds = await holdsOf(all, people)
      const found = all
        .filter(
          (link) =>
            (source === undefined || link.source === source) &&
            isIn(link, state, holds) &&
            (q === undefined || holdsWords(link, q.toLowerCase())),
        )
        .sort((one, other) => compare(placeOf(one), placeOf(other)))
      const rest = after ? found.filter((link) => compare(placeOf(link), after) > 0) : found
      const items = rest.slice(0, limit)
      const last = items.at(-1)
      const count = (of: typeof state) => all.filter((link) => isIn(link, of, holds)).length
      return {
        items: items.map((link) => toContactLink(link, holds, people)),
        next: rest.length > limit && last ? writeCursor(placeOf(last)) : null,
        counts: { all: all.length, import: count('import'), made: count('made'), doubtful: count('doubtful') },
      }
    },

    'DELETE /api/admin/contact-links/:externalUserId/:source/:sourceId': async ({ params, staff: { userid }, log }) => {
      const { externalUserId, source, sourceId } = params
      const isRemoved = await store.links.remove(externalUserId, { source, sourceId }, { by: userid, at: clock() })
      if (!isRemoved) throw new AppError('not_found')
      log.info({ audit: 'link.delete', userid, externalUserId, source, sourceId, isRemoved }, 'unlinked')
      return null
    },
  }
}
