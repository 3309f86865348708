import { z } from 'zod'
import { ExternalUserId } from '#contract/id'
import { LinkedSourceId } from '#contract/source'
import { openStore } from '../store/index.ts'
import type { Store } from '../store/store.ts'
import { erase, Person } from './erase.ts'
import { importFile } from './import-file.ts'
import { linksUsage } from './links-usage.ts'
import { exportPeople, listBatches, listStaff, suggestPeople, undoBatch } from './mapping-commands.ts'
import { withPeople, type OpenPeopleDeps } from './open-people.ts'
import { restore, revoke } from './people.ts'

async function withStore(
  { databaseUrl, mayCreate }: OpenPeopleDeps,
  work: (store: Store) => Promise<string>,
): Promise<string> {
  const store = await openStore(databaseUrl, { mayCreate })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

const ContactLink = z.tuple([z.literal('contact'), ExternalUserId, LinkedSourceId, z.string().min(1)])

const BatchId = z.tuple([z.literal('batch'), z.string().min(1)])

function readLink(words: readonly string[]) {
  const parsed = ContactLink.safeParse(words)
  if (!parsed.success) throw new Error(linksUsage)
  const [, externalUserId, source, sourceId] = parsed.data
  return { externalUserId, link: { source, sourceId } }
}

async function remove(words: readonly string[], deps: OpenPeopleDeps): Promise<string> {
  const { externalUserId, link } = readLink(words)
  return withStore(deps, async ({ links }) => {
    const isRemoved = await links.remove(externalUserId, link, { by: 'command', at: deps.clock() })
    if (!isRemoved) throw new Error('there is no such link')
    return 'removed; for 30 days `npm run links -- undo` brings it back'
  })
}

async function undo(words: readonly string[], deps: OpenPeopleDeps): Promise<string> {
  const batch = BatchId.safeParse(words)
  if (batch.success) return withPeople(deps, (people) => undoBatch(people, batch.data[1]))
  const { externalUserId, link } = readLink(words)
  return withStore(deps, async ({ links }) => {
    const isRestored = await links.restore(externalUserId, link, deps.clock())
    if (!isRestored) throw new Error('no such link was removed in the last 30 days')
    return 'restored'
  })
}

async function eraseOne(words: readonly string[], deps: OpenPeopleDeps): Promise<string> {
  const parsed = Person.safeParse(words)
  if (!parsed.success) throw new Error(linksUsage)
  return withStore(deps, (store) => erase(store, parsed.data, deps.clock()))
}

/** What `npm run links` does and answers. @throws Error with a message for the caller */
export async function runLinks([command, ...words]: readonly string[], deps: OpenPeopleDeps): Promise<string> {
  if (command === 'import') return importFile(words, deps)
  if (command === 'remove') return remove(words, deps)
  if (command === 'undo') return undo(words, deps)
  if (command === 'erase') return eraseOne(words, deps)
  const [word, ...more] = words
  if (more.length > 0) throw new Error(linksUsage)
  if (command === 'export') return withPeople(deps, (people) => exportPeople(people, word))
  if (command === 'list') return withStore(deps, (store) => listStaff(store, word))
  if (command === 'suggest' && word === undefined) return withPeople(deps, suggestPeople)
  if (command === 'batches' && word === undefined) return withStore(deps, listBatches)
  if (word === undefined) throw new Error(linksUsage)
  if (command === 'revoke') return withStore(deps, (store) => revoke(store, word, deps.clock()))
  if (command === 'restore') return withStore(deps, (store) => restore(store, word))
  throw new Error(linksUsage)
}
