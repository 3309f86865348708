import type { z } from 'zod'
import type { ContactLink, ContactLinksQuery } from '#contract/admin-contact-link'
import { createTurns } from '../../concurrency/turns.ts'
import { AppError } from '../../errors.ts'
import { isImported, useridOfMaker } from '../../identity/link-maker.ts'
import type { ContactLinkRecord, Store } from '../../store/store.ts'
import { useridKey } from '../../userid.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { KnownPerson } from '../mappings/known.ts'
import type { Directory } from '../people/directory.ts'
import type { AdminHandlers } from '../register.ts'
import { createHolds, type Holds, type HoldsDeps } from './holds.ts'
import { createPage, Place, placeOf } from './page.ts'

export interface ContactLinkDeps extends HoldsDeps {
  store: Pick<Store, 'links' | 'fieldCustomers' | 'fieldTasks'>
  directory: Directory
}

type ContactLinkHandlers = Pick<
  AdminHandlers,
  'GET /api/admin/contact-links' | 'DELETE /api/admin/contact-links/:externalUserId/:source/:sourceId'
>

function toContactLink(link: ContactLinkRecord, holds: Holds, people: ReadonlyMap<string, KnownPerson>): ContactLink {
  const by = useridOfMaker(link)
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

const holdsWord = ({ externalUserId, sourceId, name, linkedBy }: ContactLinkRecord, word: string): boolean =>
  [externalUserId, sourceId, name ?? '', linkedBy].some((text) => text.toLowerCase().includes(word))

/** Links of customers: who made them, and whether they could make them today. */
export function createContactLinkHandlers(deps: ContactLinkDeps): ContactLinkHandlers {
  const { store, directory, clock } = deps
  const holdsOf = createHolds(deps)

  return {
    'GET /api/admin/contact-links': async ({ query: { source, state, q, limit, cursor } }) => {
      const after = readCursor(Place, cursor)
      const [all, { snapshot }] = await Promise.all([store.links.contactLinks(), directory()])
      const holds = await holdsOf(all, snapshot)
      const word = q?.toLowerCase()
      const counts = { all: 0, import: 0, made: 0, doubtful: 0 }
      const page = createPage({ after, most: limit + 1 })
      const turn = createTurns()
      for (const link of all) {
        counts.all += 1
        counts[isImported(link) ? 'import' : 'made'] += 1
        if (holds.get(link) === false) counts.doubtful += 1
        const isOfSource = source === undefined || link.source === source
        if (isOfSource && isIn(link, state, holds) && (word === undefined || holdsWord(link, word))) page.add(link)
        const others = turn()
        if (others) await others
      }
      const items = page.links.slice(0, limit)
      const last = items.at(-1)
      return {
        items: items.map((link) => toContactLink(link, holds, snapshot.byKey)),
        next: page.links.length > limit && last ? writeCursor(placeOf(last)) : null,
        counts,
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
