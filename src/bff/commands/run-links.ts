import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { ExternalUserId } from '#contract/id'
import { LinkedSourceId } from '#contract/source'
import type { Clock } from '../clock.ts'
import { readLinkFile } from '../identity/link-file.ts'
import { importer } from '../identity/link-maker.ts'
import { takenFaults } from '../identity/shared-staff.ts'
import { openStore } from '../store/index.ts'
import type { Store } from '../store/store.ts'
import { erase, Person } from './erase.ts'
import { restore, revoke } from './people.ts'

interface Deps {
  databaseUrl: string
  /** Makes a new database file even where one was before. */
  mayCreate?: boolean
  clock: Clock
}

const usage = `usage: npm run links -- import FILE.csv
       npm run links -- remove contact EXTERNAL_USERID SOURCE SOURCE_ID
       npm run links -- undo contact EXTERNAL_USERID SOURCE SOURCE_ID
       npm run links -- revoke USERID    ends all sessions of a person
       npm run links -- erase contact EXTERNAL_USERID
       npm run links -- erase staff USERID   removes at once all that is kept of a customer or a colleague
       npm run links -- restore USERID   says that a userid which counts as left, or is used again, is the same person's`

const readBytes = (path: string): Promise<Buffer> =>
  readFile(path).catch((cause: unknown) => {
    throw new Error(`${path}: cannot be read`, { cause })
  })

const refuse = (faults: readonly string[]) => {
  if (faults.length > 0) throw new Error([...faults, 'nothing was imported'].join('\n'))
}

async function importFile(path: string, deps: Deps): Promise<string> {
  const { lines, faults } = await readLinkFile(await readBytes(path))
  refuse(faults)
  return withStore(deps, async ({ links }) => {
    refuse(await takenFaults(lines, links.staffOf))
    const rows = lines.map(({ row }) => row)
    const { changed } = await links.importRows(rows, importer, deps.clock())
    return `${rows.length} links read, ${changed} changed`
  })
}

async function withStore({ databaseUrl, mayCreate }: Deps, work: (store: Store) => Promise<string>): Promise<string> {
  const store = await openStore(databaseUrl, { mayCreate })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

const ContactLink = z.tuple([z.literal('contact'), ExternalUserId, LinkedSourceId, z.string().min(1)])

function readLink(words: readonly string[]) {
  const parsed = ContactLink.safeParse(words)
  if (!parsed.success) throw new Error(usage)
  const [, externalUserId, source, sourceId] = parsed.data
  return { externalUserId, link: { source, sourceId } }
}

async function remove(words: readonly string[], deps: Deps): Promise<string> {
  const { externalUserId, link } = readLink(words)
  return withStore(deps, async ({ links }) => {
    const isRemoved = await links.remove(externalUserId, link, { by: 'command', at: deps.clock() })
    if (!isRemoved) throw new Error('there is no such link')
    return 'removed; for 30 days `npm run links -- undo` brings it back'
  })
}

async function undo(words: readonly string[], deps: Deps): Promise<string> {
  const { externalUserId, link } = readLink(words)
  return withStore(deps, async ({ links }) => {
    const isRestored = await links.restore(externalUserId, link, deps.clock())
    if (!isRestored) throw new Error('no such link was removed in the last 30 days')
    return 'restored'
  })
}

async function eraseOne(words: readonly string[], deps: Deps): Promise<string> {
  const parsed = Person.safeParse(words)
  if (!parsed.success) throw new Error(usage)
  return withStore(deps, (store) => erase(store, parsed.data, deps.clock()))
}

/** What `npm run links` does and answers. @throws Error with a message for the caller */
export async function runLinks([command, ...words]: readonly string[], deps: Deps): Promise<string> {
  if (command === 'remove') return remove(words, deps)
  if (command === 'undo') return undo(words, deps)
  if (command === 'erase') return eraseOne(words, deps)
  const [word, ...more] = words
  if (word === undefined || more.length > 0) throw new Error(usage)
  if (command === 'import') return importFile(word, deps)
  if (command === 'revoke') return withStore(deps, (store) => revoke(store, word, deps.clock()))
  if (command === 'restore') return withStore(deps, (store) => restore(store, word))
  throw new Error(usage)
}
