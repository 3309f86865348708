import type { PreviewRequest } from '#contract/admin'
import { AppError } from '../../errors.ts'
import { readLinkLines, type LinkLines } from '../../identity/link-file.ts'
import { isStaff, type LinkLine } from '../../identity/link-line.ts'
import { FileError, type TableRow } from '../../spreadsheets/file-error.ts'
import { readCsv } from '../../spreadsheets/read-csv.ts'
import { readTable } from '../../spreadsheets/read-table.ts'
import type { BatchKind } from '../../store/mapping-store.ts'
import type { Known } from './known.ts'
import { StaffSourceId } from '#contract/admin'
import type { Asked, FaultRow, Wanted } from './wanted.ts'
import { faultTitles, titleOf } from './words.ts'

export interface Request extends Asked {
  kind: BatchKind
  title: string | null
}

async function tableOf(given: { csv: string } | { xlsx: string }): Promise<TableRow[]> {
  try {
    return await ('csv' in given ? readCsv(given.csv) : readTable(Buffer.from(given.xlsx, 'base64')))
  } catch (error) {
    if (error instanceof FileError) throw new AppError('file_unreadable', { detail: error.message })
    throw error
  }
}

function toWanted(each: LinkLine): Wanted[] {
  if (!isStaff(each)) return []
  const { line, isShared, row } = each
  const source = StaffSourceId.parse(row.source)
  return [{ line, isShared, source, userid: row.wecomId, to: row.sourceId }]
}

/** What the lines of a file want, as far as they are about staff. */
export const staffOf = ({ lines, faults }: LinkLines): Asked => ({
  wanted: lines.flatMap(toWanted),
  faults: faults.map((fault) => ({ line: fault.line, code: fault.code, title: titleOf(fault) })),
  wholeOf: [],
})

async function readFile(table: readonly TableRow[], isWhole: boolean): Promise<Asked> {
  const read = await readLinkLines(table)
  const { wanted, faults } = staffOf(read)
  const others = read.lines.filter((each) => !isStaff(each))
  const told = others.map(({ line }): FaultRow => ({ line, code: 'contact', title: faultTitles.contact }))
  return {
    wanted,
    faults: [...faults, ...told],
    wholeOf: isWhole ? [...new Set(wanted.map(({ source }) => source))] : [],
  }
}

const plain = (rows: readonly { userid: string; source: StaffSourceId; sourceId: string | null }[]): Asked => ({
  wanted: rows.map(({ userid, source, sourceId }) => ({ line: null, userid, source, to: sourceId, isShared: false })),
  faults: [],
  wholeOf: [],
})

/** What an administrator asks to change. @throws file_unreadable */
export async function readRequest(given: PreviewRequest, { sameUserid }: Pick<Known, 'sameUserid'>): Promise<Request> {
  if ('rows' in given) return { kind: 'rows', title: null, ...plain(given.rows) }
  if ('accept' in given) return { kind: 'accept', title: null, ...plain(given.accept) }
  if ('rule' in given) {
    const { source } = given.rule
    const rows = sameUserid(source).map(({ userid, sourceId }) => ({ userid, sourceId, source }))
    return { kind: 'rule', title: null, ...plain(rows) }
  }
  const asked = await readFile(await tableOf(given), given.whole ?? false)
  return { kind: 'import', title: given.name ?? null, ...asked }
}
