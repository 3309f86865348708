import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { StaffSourceId } from '#contract/admin'
import { ExternalUserId } from '#contract/id'
import { LinkedSourceId } from '#contract/source'
import type { Clock } from '../clock.ts'
import { readLinkFile } from '../identity/link-file.ts'
import { isStaff, type LinkLine, type StaffLine } from '../identity/link-line.ts'
import { importer } from '../identity/link-maker.ts'
import { takenFaults } from '../identity/shared-staff.ts'
import { openStore } from '../store/index.ts'
import type { Store } from '../store/store.ts'
import { useridKey } from '../userid.ts'
import { erase, Person } from './erase.ts'
import { exportPeople, listStaff, suggestPeople } from './mapping-commands.ts'
import { restore, revoke } from './people.ts'

interface Deps {
  databaseUrl: string
  /** Makes a new database file even where one was before. */
  mayCreate?: boolean
  clock: Clock
}

const usage = `usage: npm run links -- import FILE       CSV or XLSX; with --remove a line without an id takes it away
       npm run links -- export [FILE]     everybody, as FILE.csv, as FILE.xlsx, or printed as CSV
       npm run links -- list [USERID]     the ids of everybody, or of one person
       npm run links -- suggest           who at a vendor may be whom of ours, and why; links nobody
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

/** The lines that take an id away from somebody who has one. */
async function takingAway(lines: readonly LinkLine[], { staffLinks }: Store['links']): Promise<StaffLine[]> {
  const cellOf = (source: string, userid: string) => `${source} ${useridKey(userid)}`
  const kept = await staffLinks(StaffSourceId.options)
  const has = new Set(kept.map(({ source, userid }) => cellOf(source, userid)))
  return lines.filter(isStaff).filter(({ row }) => row.sourceId === null && has.has(cellOf(row.source, row.wecomId)))
}

const notSaid = ({ line }: LinkLine) => `line ${line}: takes an id away: fill source_id in, or say --remove`

async function importFile([path, flag, ...more]: readonly string[], deps: Deps): Promise<string> {
  if (path === undefined || more.length > 0 || (flag !== undefined && flag !== '--remove')) throw new Error(usage)
  const { lines, faults } = await readLinkFile(await readBytes(path))
  refuse(faults)
  return withStore(deps, async ({ links }) => {
    refuse(await takenFaults(lines, links.staffOf))
    const taking = await takingAway(lines, links)
    if (flag === undefined) refuse(taking.map(notSaid))
    const rows = lines.map(({ row }) => row)
    const { changed } = await links.importRows(rows, importer, deps.clock())
    const taken = taking.length > 0 ? `, ${taking.length} of them taken away` : ''
    return `${rows.length} links read, ${changed} changed${taken}`
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
  if (command === 'import') return importFile(words, deps)
  if (command === 'remove') return remove(words, deps)
  if (command === 'undo') return undo(words, deps)
  if (command === 'erase') return eraseOne(words, deps)
  const [word, ...more] = words
  if (more.length > 0) throw new Error(usage)
  if (command === 'export') return withStore(deps, (store) => exportPeople(store, deps.clock, word))
  if (command === 'list') return withStore(deps, (store) => listStaff(store, word))
  if (command === 'suggest' && word === undefined) return withStore(deps, (store) => suggestPeople(store, deps.clock))
  if (word === undefined) throw new Error(usage)
  if (command === 'revoke') return withStore(deps, (store) => revoke(store, word, deps.clock()))
  if (command === 'restore') return withStore(deps, (store) => restore(store, word))
  throw new Error(usage)
}
