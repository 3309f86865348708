import { z } from 'zod'
import { StaffSourceId } from '#contract/admin'
import { ExternalUserId, SourceKey } from '#contract/id'
import { LinkedSourceId } from '#contract/source'
import { createTurns } from '../concurrency/turns.ts'
import { FileError, type TableRow } from '../spreadsheets/file-error.ts'
import { readTable } from '../spreadsheets/read-table.ts'
import { useridKey } from '../userid.ts'
import type { FaultCode, LineFault, LinkLine, LinkRow } from './link-line.ts'
import { sharedFaults } from './shared-staff.ts'
import { cleanCell, spoiltBy } from './spreadsheet-id.ts'

/** The lines of a file that can be read, and one fault for each of the others. */
export interface LinkLines {
  lines: LinkLine[]
  faults: LineFault[]
}

/** Either all lines of the file, or one fault per bad line. */
export type LinkFile = { lines: LinkLine[]; faults: [] } | { lines: []; faults: string[] }

const header = ['subject', 'wecom_id', 'source', 'source_id'] as const
/** How a file of links begins: what is exported tells names as well, which are not read. */
export const wholeHeader = [...header, 'note', 'name', 'departments'] as const
const headers = [header, [...header, 'note'], wholeHeader]

const oneOf = (values: readonly string[]) => `must be ${values.join(' or ')}`
const fits = (schema: z.ZodType, says: string) => z.string().refine((id) => schema.safeParse(id).success, says)
const source_id = fits(SourceKey, 'must be 1 to 64 letters, digits or . @ _ -, as the source shows it')
/** `shared`: on each line of a staff id that several people have. `exact`: the id does end in zeros. */
const note = z.enum(['', 'shared', 'exact', 'shared exact'], 'must be empty, shared or exact').default('')

/** 芸众 and the company's own order system know their people by WeCom userid already; 企客聊 by their order accounts. */
const staffSources = StaffSourceId.options

const Line = z.discriminatedUnion(
  'subject',
  [
    z.object({
      subject: z.literal('staff'),
      wecom_id: z.string().regex(/^[\w.@-]{1,64}$/, "must be a WeCom userid: the 账号 in the console's 通讯录"),
      source: z.enum(staffSources, oneOf(staffSources)),
      // Left empty: the person has no id there.
      source_id: z.union([z.literal('').transform(() => null), source_id]),
      note,
    }),
    z.object({
      subject: z.literal('contact'),
      wecom_id: fits(ExternalUserId, 'must be an external_userid (wm… or wo…): the 客户编号 in the sidebar'),
      source: z.enum(LinkedSourceId.options, oneOf(LinkedSourceId.options)),
      source_id,
      note,
    }),
  ],
  oneOf(['staff', 'contact']),
)

type Names = readonly string[]

/** Words that the file shares with us are read in any case; ids keep theirs. */
const plainWords = new Set(['subject', 'source', 'note'])
/** Spreadsheets save columns that were once in use. */
const withoutEmptyEnd = (cells: readonly string[], least: number): string[] => {
  const last = cells.findLastIndex((cell, index) => index < least || cell !== '')
  return cells.slice(0, last + 1)
}

type Fault = Omit<LineFault, 'line'>

const codes = new Set<string>(['subject', 'wecom_id', 'source', 'source_id', 'note'] satisfies FaultCode[])
const isCode = (name: unknown): name is FaultCode => typeof name === 'string' && codes.has(name)

function faultOf({ issues }: z.ZodError): Fault {
  const code = issues[0]?.path[0]
  return {
    code: isCode(code) ? code : 'fields',
    says: issues.map(({ path, message }) => `${path.join()} ${message}`).join('; '),
  }
}

/** The row, or what is wrong with it. */
function readRow(record: readonly string[], names: Names): Omit<LinkLine, 'line'> | Fault {
  const cells = withoutEmptyEnd(record.map(cleanCell), header.length)
  if (cells.length > names.length || cells.length < header.length) {
    const says = `has ${cells.length} fields, not ${names.length}: fill the missing one in, or quote a value that holds the delimiter`
    return { code: 'fields', says }
  }
  const values = Object.fromEntries(
    cells.map((cell, index): [string, string] => {
      const name = names[index] ?? ''
      return [name, plainWords.has(name) ? cell.toLowerCase() : cell]
    }),
  )
  const isExact = values['note']?.includes('exact') ?? false
  const spoilt = ['wecom_id', 'source_id'].flatMap((name) => {
    const says = spoiltBy(values[name] ?? '', isExact)
    return says ? `${name} ${says}` : []
  })
  if (spoilt.length > 0) return { code: 'spoilt', says: spoilt.join('; ') }
  const line = Line.safeParse(values)
  if (!line.success) return faultOf(line.error)
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
  if (!names) {
    const says = `the header must be ${header.join(',')}, and may end with ,note or ,note,name,departments`
    return { lines: [], faults: [{ line: 1, code: 'header', says }] }
  }
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

/** Two lines with the same key contradict or repeat each other: a person has one id in a source, a contact may have several links. */
const subjectOf = ({ subject, wecomId, source, sourceId }: LinkRow): string =>
  (subject === 'contact' ? [subject, wecomId, source, sourceId] : [subject, useridKey(wecomId), source]).join(' ')

function repeatedFaults(lines: readonly LinkLine[]): LineFault[] {
  const seen = new Map<string, number>()
  return lines.flatMap(({ line, row }): LineFault[] => {
    const earlier = seen.get(subjectOf(row))
    if (earlier === undefined) seen.set(subjectOf(row), line)
    else return [{ line, code: 'repeated', says: `repeats or contradicts line ${earlier}: keep one of them` }]
    return []
  })
}

export const toText = ({ line, says }: LineFault): string => `line ${line}: ${says}`

/** Reads a CSV or XLSX file of links whole, or not at all. */
export async function readLinkFile(bytes: Buffer): Promise<LinkFile> {
  try {
    const { lines, faults } = await readLinkLines(await readTable(bytes))
    const repeated = repeatedFaults(lines)
    const repeating = new Set(repeated.map(({ line }) => line))
    const all = [...faults, ...repeated, ...sharedFaults(lines.filter(({ line }) => !repeating.has(line)))]
    if (all.length === 0) return { lines, faults: [] }
    return { lines: [], faults: all.toSorted((one, other) => one.line - other.line).map(toText) }
  } catch (error) {
    if (error instanceof FileError) return { lines: [], faults: [error.message] }
    throw error
  }
}
