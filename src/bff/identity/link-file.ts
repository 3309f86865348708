import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { ExternalUserId, SourceKey } from '#contract/id'
import { LinkedSourceId, SourceId } from '#contract/source'
import { useridKey } from '../userid.ts'
import type { LinkLine, LinkRow } from './link-line.ts'
import { sharedFaults } from './shared-staff.ts'
import { cleanCell, spoiltBy } from './spreadsheet-id.ts'

/** Either all lines of the file, or one fault per bad line. */
export type LinkFile = { lines: LinkLine[]; faults: [] } | { lines: []; faults: string[] }

const header = ['subject', 'wecom_id', 'source', 'source_id'] as const
/** The last one may be left out. */
const wideHeader = [...header, 'note']

const oneOf = (values: readonly string[]) => `must be ${values.join(' or ')}`
const fits = (schema: z.ZodType, says: string) => z.string().refine((id) => schema.safeParse(id).success, says)
const source_id = fits(SourceKey, 'must be 1 to 64 letters, digits or . @ _ -, as the source shows it')
/** `shared`: on each line of a staff id that several people have. `exact`: the id does end in zeros. */
const note = z.enum(['', 'shared', 'exact', 'shared exact'], 'must be empty, shared or exact').default('')

/** 芸众 and the company's own order system know their people by WeCom userid already; 企客聊 by their order accounts. */
const staffSources = [...SourceId.exclude(['yunzhong', 'orders']).options, 'qikeliao'] as const

const Line = z.discriminatedUnion(
  'subject',
  [
    z.object({
      subject: z.literal('staff'),
      wecom_id: z.string().regex(/^[\w.@-]{1,64}$/, "must be a WeCom userid: the 账号 in the console's 通讯录"),
      source: z.enum(staffSources, oneOf(staffSources)),
      source_id,
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

/** Quoted cells may hold line breaks, so the parser counts the lines. */
const Records = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) }))
type Names = readonly string[]

/** Words that the file shares with us are read in any case; ids keep theirs. */
const plainWords = new Set(['subject', 'source', 'note'])
/** Spreadsheets save columns that were once in use. */
const withoutEmptyEnd = (cells: readonly string[], least: number): string[] => {
  const last = cells.findLastIndex((cell, index) => index < least || cell !== '')
  return cells.slice(0, last + 1)
}

/** The row, or what is wrong with it. */
function readRow(record: readonly string[], names: Names): Omit<LinkLine, 'line'> | string {
  const cells = withoutEmptyEnd(record.map(cleanCell), header.length)
  if (cells.length > names.length || cells.length < header.length) {
    return `has ${cells.length} fields, not ${names.length}: fill the missing one in, or quote a value that holds the delimiter`
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
  if (spoilt.length > 0) return spoilt.join('; ')
  const line = Line.safeParse(values)
  if (!line.success) return line.error.issues.map(({ path, message }) => `${path.join()} ${message}`).join('; ')
  const { wecom_id: wecomId, source_id: sourceId, note, ...rest } = line.data
  return { row: { ...rest, wecomId, sourceId }, isShared: note.includes('shared') }
}

/** Two lines with the same key contradict or repeat each other: a person has one id in a source, a contact may have several links. */
const subjectOf = ({ subject, wecomId, source, sourceId }: LinkRow): string =>
  (subject === 'contact' ? [subject, wecomId, source, sourceId] : [subject, useridKey(wecomId), source]).join(' ')

function readRecords(records: z.infer<typeof Records>, names: Names): LinkFile {
  const lines = new Map<string, LinkLine>()
  const faults: { line: number; says: string }[] = []
  for (const { record, info } of records) {
    const read = readRow(record, names)
    const earlier = typeof read === 'string' ? undefined : lines.get(subjectOf(read.row))
    if (typeof read === 'string') faults.push({ line: info.lines, says: read })
    else if (earlier)
      faults.push({ line: info.lines, says: `repeats or contradicts line ${earlier.line}: keep one of them` })
    else lines.set(subjectOf(read.row), { ...read, line: info.lines })
  }
  const all = [...lines.values()]
  faults.push(...sharedFaults(all))
  faults.sort((one, other) => one.line - other.line)
  if (faults.length === 0) return { lines: all, faults: [] }
  return { lines: [], faults: faults.map(({ line, says }) => `line ${line}: ${says}`) }
}

/** As Excel in this region or another separates cells; no name in the header holds one. */
const delimiterOf = (text: string): string => /[,;\t|，]/.exec(text)?.[0] ?? ','

const nameOf = (cell: string): string =>
  cleanCell(cell)
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_')

function namesOf(record: readonly string[]): Names | undefined {
  const names = withoutEmptyEnd(record.map(nameOf), 0).join()
  return [header, wideHeader].find((each) => each.join() === names)
}

/** Reads a file of links: a header, then `staff` and `contact` lines. Faults name fields, never repeat values. */
export function readLinkFile(text: string): LinkFile {
  const options = {
    delimiter: delimiterOf(text),
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    trim: true,
  }
  try {
    const records = Records.parse(parse(text, options))
    // Excel's own line about the delimiter.
    if (/^sep=/i.test(records[0]?.record[0] ?? '')) records.shift()
    const [first, ...rows] = records
    const names = namesOf(first?.record ?? [])
    if (!names) return { lines: [], faults: [`line 1: the header must be ${header.join(',')}, and may end with ,note`] }
    return readRecords(rows, names)
  } catch (error) {
    if (error instanceof z.ZodError || !(error instanceof Error)) throw error
    const line = 'lines' in error && typeof error.lines === 'number' ? error.lines : 1
    return { lines: [], faults: [`line ${line}: cannot be read as CSV: each quoted value needs a quote at its end`] }
  }
}
