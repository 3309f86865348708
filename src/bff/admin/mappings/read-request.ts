import type { PreviewRequest } from '#contract/admin-mapping'
import { AppError } from '../../errors.ts'
import { readLinkLines, type LinkLines } from '../../identity/link-file.ts'
import { isStaff, type LinkLine } from '../../identity/link-line.ts'
import { FileError, type TableRow } from '../../spreadsheets/file-error.ts'
import { readCsv } from '../../spreadsheets/read-csv.ts'
import { readTable } from '../../spreadsheets/read-table.ts'
import { cleanCell } from '../../identity/spreadsheet-id.ts'
import type { BatchKind } from '../../store/mapping-store.ts'
import type { Known } from './known.ts'
import { StaffSourceId } from '#contract/admin-id'
import type { Asked, Wanted } from './wanted.ts'
import { titleOf, type FileFaultCode } from './words.ts'

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

const longest = 64

/** What a line says, by its place: the names above it may be what is wrong. */
function saidIn(table: readonly TableRow[]) {
  const byLine = new Map(table.map(({ line, cells }) => [line, cells]))
  return (line: number) => {
    const [, userid, source, sourceId] = (byLine.get(line) ?? []).map(
      (cell) => cleanCell(cell).slice(0, longest) || null,
    )
    return { userid: userid ?? null, source: source ?? null, sourceId: sourceId ?? null }
  }
}

interface Read extends Pick<LinkLines, 'lines'> {
  faults: readonly { line: number; code: FileFaultCode; isContact: boolean }[]
}

/** What the lines of a file want, as far as they are about staff. */
export function staffOf({ lines, faults }: Read, table: readonly TableRow[]): Asked {
  const said = saidIn(table)
  return {
    wanted: lines.flatMap(toWanted),
    faults: faults.map((fault) => ({
      line: fault.line,
      code: fault.code,
      title: titleOf(fault),
      ...said(fault.line),
    })),
    wholeOf: [],
  }
}

async function readFile(table: readonly TableRow[], isWhole: boolean): Promise<Asked> {
  const { lines, faults } = await readLinkLines(table)
  const contacts = lines.filter((each) => !isStaff(each))
  const told = contacts.map(({ line }) => ({ line, code: 'contact' as const, isContact: true }))
  const asked = staffOf({ lines, faults: [...faults, ...told] }, table)
  return { ...asked, wholeOf: isWhole ? [...new Set(asked.wanted.map(({ source }) => source))] : [] }
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
