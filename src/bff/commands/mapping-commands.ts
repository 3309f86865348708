import { writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { StaffSourceId } from '#contract/admin'
import { peopleRows } from '../admin/files/tables.ts'
import { readKnown } from '../admin/mappings/known.ts'
import { createDirectory, type Directory } from '../admin/people/directory.ts'
import type { Clock } from '../clock.ts'
import { toChinaIso } from '../china-time.ts'
import { wholeHeader } from '../identity/link-file.ts'
import { writeCsv } from '../spreadsheets/write-csv.ts'
import { writeXlsx } from '../spreadsheets/write-xlsx.ts'
import type { Store } from '../store/store.ts'
import { isSameUserid } from '../userid.ts'
import { harmless } from '../wire/harmless.ts'

/** Systems of which anything is known: which are configured, and their rules, the server alone knows. */
async function directoryOf(store: Store, clock: Clock): Promise<{ directory: Directory; columns: StaffSourceId[] }> {
  const [vendor, links] = await Promise.all([store.people.vendor(), store.links.staffLinks(StaffSourceId.options)])
  const known = new Set([...vendor, ...links].map(({ source }) => source))
  const columns = StaffSourceId.options.filter((source) => known.has(source))
  return { columns, directory: createDirectory({ store, sources: {}, columns, clock }) }
}

/** Everybody, in the columns of the import: into a file, or as CSV for the caller to print. */
export async function exportPeople(store: Store, clock: Clock, path: string | undefined): Promise<string> {
  const { directory, columns } = await directoryOf(store, clock)
  const [links, known] = [await store.links.staffLinks(columns), await readKnown(directory)]
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
export async function suggestPeople(store: Store, clock: Clock): Promise<string> {
  const { directory } = await directoryOf(store, clock)
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
