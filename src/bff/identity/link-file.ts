import { z } from 'zod'
import { StaffSourceId } from '#contract/admin-id'
import { ExternalUserId, SourceKey } from '#contract/id'
import { LinkedSourceId } from '#contract/source'
import { createTurns } from '../concurrency/turns.ts'
import type { TableRow } from '../spreadsheets/file-error.ts'
import { isStaff, type FaultCode, type LineFault, type LinkLine, type LinkRow } from './link-line.ts'
import { cleanCell, isSpoilt } from './spreadsheet-id.ts'

/** The lines of a file that can be read, and one fault for each of the others. */
export interface LinkLines {
  lines: LinkLine[]
  faults: LineFault[]
}

const header = ['subject', 'wecom_id', 'source', 'source_id'] as const
/** How a file of links begins: what is exported tells names as well, which are not read. */
export const wholeHeader = [...header, 'note', 'name', 'departments'] as const
const headers = [header, [...header, 'note'], wholeHeader]

const fits = (schema: z.ZodType) => z.string().refine((id) => schema.safeParse(id).success)
const source_id = fits(SourceKey)
/** `shared`: on each line of a staff id that several people have. `exact`: the id does end in zeros. */
const note = z.enum(['', 'shared', 'exact', 'shared exact']).default('')

const Line = z.discriminatedUnion('subject', [
  z.object({
    subject: z.literal('staff'),
    wecom_id: z.string().regex(/^[\w.@-]{1,64}$/),
    // 芸众 and the company's own order system know their people by WeCom userid already; 企客聊 by their order accounts.
    source: StaffSourceId,
    // Left empty: the person has no id there.
    source_id: z.union([z.literal('').transform(() => null), source_id]),
    note,
  }),
  z.object({
    subject: z.literal('contact'),
    wecom_id: fits(ExternalUserId),
    source: LinkedSourceId,
    source_id,
    note,
  }),
])

type Names = readonly string[]

/** Words that the file shares with us are read in any case; ids keep theirs. */
const plainWords = new Set(['subject', 'source', 'note'])
/** Spreadsheets save columns that were once in use. */
const withoutEmptyEnd = (cells: readonly string[], least: number): string[] => {
  const last = cells.findLastIndex((cell, index) => index < least || cell !== '')
  return cells.slice(0, last + 1)
}

const codes = new Set<string>(['subject', 'wecom_id', 'source', 'source_id', 'note'] satisfies FaultCode[])
const isCode = (name: unknown): name is FaultCode => typeof name === 'string' && codes.has(name)

function codeOf({ issues }: z.ZodError): FaultCode {
  const code = issues[0]?.path[0]
  return isCode(code) ? code : 'fields'
}

/** The row, or what is wrong with it. */
function readRow(record: readonly string[], names: Names): Omit<LinkLine, 'line'> | Omit<LineFault, 'line'> {
  const cells = withoutEmptyEnd(record.map(cleanCell), header.length)
  const isContact = cells[0]?.toLowerCase() === 'contact'
  if (cells.length > names.length || cells.length < header.length) return { code: 'fields', isContact }
  const values = Object.fromEntries(
    cells.map((cell, index): [string, string] => {
      const name = names[index] ?? ''
      return [name, plainWords.has(name) ? cell.toLowerCase() : cell]
    }),
  )
  const isExact = values['note']?.includes('exact') ?? false
  if (['wecom_id', 'source_id'].some((name) => isSpoilt(values[name] ?? '', isExact)))
    return { code: 'spoilt', isContact }
  const line = Line.safeParse(values)
  if (!line.success) return { code: codeOf(line.error), isContact }
  const { wecom_id: wecomId, source_id: sourceId, note, ...rest } = line.data
  return { row: { ...rest, wecomId, sourceId } as LinkRow, isShared: note.includes('shared') }
}

const nameOf = (cell: string): string =>
  cleanCell(cell)
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_')

function namesOf(record: readonly string[]): Names | undefined {
  const names = withoutEmptyEnd(record.map(nameOf), 0).join()
  return headers.find((each) => each.join() === names)
}

/** Reads a table of links: a header, then `staff` and `contact` lines. */
export async function readLinkLines([first, ...rows]: readonly TableRow[]): Promise<LinkLines> {
  const names = namesOf(first?.cells ?? [])
  if (!names) return { lines: [], faults: [{ line: 1, code: 'header', isContact: false }] }
  const read: LinkLines = { lines: [], faults: [] }
  const turn = createTurns()
  for (const { line, cells } of rows) {
    const row = readRow(cells, names)
    if ('code' in row) read.faults.push({ line, ...row })
    else read.lines.push({ line, ...row })
    await turn()
  }
  return read
}

/** Lines that link a contact a second time to the same customer. Of staff ids, whoever plans them finds more than that. */
export function repeatedContacts(lines: readonly LinkLine[]): LineFault[] {
  const seen = new Set<string>()
  return lines.flatMap((each): LineFault[] => {
    if (isStaff(each)) return []
    const { wecomId, source, sourceId } = each.row
    const key = [wecomId, source, sourceId].join(' ')
    const isRepeated = seen.has(key)
    seen.add(key)
    return isRepeated ? [{ line: each.line, code: 'repeated', isContact: true }] : []
  })
}
