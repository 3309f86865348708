import { writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { StaffSourceId } from '#contract/admin-id'
import { peopleRows } from '../admin/files/tables.ts'
import { createBatches } from '../admin/mappings/batches.ts'
import { readKnown } from '../admin/mappings/known.ts'
import { toChinaIso } from '../china-time.ts'
import { wholeHeader } from '../identity/link-file.ts'
import { commandLine } from '../identity/link-maker.ts'
import { writeCsv } from '../spreadsheets/write-csv.ts'
import { writeXlsx } from '../spreadsheets/write-xlsx.ts'
import type { Store } from '../store/store.ts'
import { isSameUserid } from '../userid.ts'
import { harmless } from '../wire/harmless.ts'
import type { People } from './open-people.ts'

/** Systems that are configured; where that is not known, those of which anything is kept. */
async function shownColumns({ store, columns, hasSystems }: People): Promise<StaffSourceId[]> {
  if (hasSystems) return columns
  const [vendor, links] = await Promise.all([store.people.vendor(), store.links.staffLinks(columns)])
  const known = new Set([...vendor, ...links].map(({ source }) => source))
  return columns.filter((source) => known.has(source))
}

/** Everybody, in the columns of the import: into a file, or as CSV for the caller to print. */
export async function exportPeople(people: People, path: string | undefined): Promise<string> {
  const columns = await shownColumns(people)
  const [links, known] = [await people.store.links.staffLinks(columns), await readKnown(people.directory)]
  const rows = [...peopleRows({ known, links, columns })]
  if (path === undefined) return (await writeCsv(rows)).toString('utf8').trimEnd()
  const isWorkbook = extname(path).toLowerCase() === '.xlsx'
  const bytes = await (isWorkbook ? writeXlsx(rows, wholeHeader.length) : writeCsv(rows))
  // Names and ids of everybody: for its owner alone.
  await writeFile(path, bytes, { mode: 0o600 }).catch((cause: unknown) => {
    throw new Error(`${path}: cannot be written`, { cause })
  })
  return `${rows.length - 1} rows written to ${path}`
}

/** Ids of everybody, or of one person: who has which, since when, and by whom. */
export async function listStaff(store: Store, userid: string | undefined): Promise<string> {
  const links = await store.links.staffLinks(StaffSourceId.options)
  const asked = links.filter((link) => userid === undefined || isSameUserid(link.userid, userid))
  if (asked.length === 0) return userid === undefined ? 'nobody has an id' : `${userid}: has no id`
  return asked
    .map((link) => [link.userid, link.source, link.sourceId, link.linkedBy, toChinaIso(link.linkedAt)].join('\t'))
    .join('\n')
}

/** Who at a vendor may be whom of ours, and why. Links nobody. */
export async function suggestPeople({ directory }: People): Promise<string> {
  const { rows } = await directory()
  const lines = rows.flatMap(({ person, cells }) =>
    cells.flatMap(({ source, state, fits }) =>
      fits.map(({ vendor, reasons }) => {
        const who = [person.userid, person.name, source, vendor.id, vendor.name ?? ''].map(harmless)
        return [...who, state === 'ambiguous' ? 'ambiguous' : 'one', reasons.join(',')].join('\t')
      }),
    ),
  )
  return [...lines, `${lines.length} suggestions; nothing was linked`].join('\n')
}

const batchesShown = 20

/** What was written of staff ids, the latest first, by whom, and how much of it can be taken back. */
export async function listBatches({ mappings }: Store): Promise<string> {
  const batches = await mappings.batches({ limit: batchesShown, after: null })
  if (batches.length === 0) return 'nothing was written yet'
  return batches
    .map(({ id, at, by, kind, title, counts, undoable, undoneAt }) => {
      const { added, changed, removed } = counts
      const state = undoneAt === null ? `${undoable} to undo` : 'undone'
      return [id, toChinaIso(at), by, kind, harmless(title ?? ''), `+${added} ~${changed} -${removed}`, state].join(
        '\t',
      )
    })
    .join('\n')
}

/** Takes a batch back, the page's as well, but for rows that were changed since. */
export async function undoBatch(people: People, id: string): Promise<string> {
  const undone = await createBatches(people).undo(id, { by: commandLine, log: people.log })
  if (!undone) throw new Error('there is no such batch')
  if (undone === 'undone') throw new Error('this batch was taken back before')
  const kept = undone.kept > 0 ? `; ${undone.kept} stay: changed since, or of whoever may not have the id now` : ''
  return `${undone.written.length} taken back${kept}`
}
