import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { LinkedSourceId, SourceId } from '#contract/source'
import type { ContactLinkRow, StaffLinkRow } from '../store/store.ts'

export type LinkRow = StaffLinkRow | ContactLinkRow

/** Either all rows of the file, or one fault per bad line. */
export type LinkFile = { rows: LinkRow[]; faults: [] } | { rows: []; faults: string[] }

const header = ['subject', 'wecom_id', 'source', 'source_id'] as const

const oneOf = (values: readonly string[]) => `must be ${values.join(' or ')}`
const source_id = z.string().regex(/^[\w.@-]{1,64}$/, 'must be 1 to 64 letters, digits or . @ _ -')

/** 芸众 knows its people by WeCom userid already. */
const staffSources = SourceId.exclude(['yunzhong']).options

const Line = z.discriminatedUnion(
  'subject',
  [
    z.object({
      subject: z.literal('staff'),
      wecom_id: z.string().regex(/^[\w.@-]{1,64}$/, 'must be a WeCom userid'),
      source: z.enum(staffSources, oneOf(staffSources)),
      source_id,
    }),
    z.object({
      subject: z.literal('contact'),
      wecom_id: z.string().regex(/^w[mo][\w-]{1,62}$/, 'must be an external_userid (wm… or wo…)'),
      source: z.enum(LinkedSourceId.options, oneOf(LinkedSourceId.options)),
      source_id,
    }),
  ],
  oneOf(['staff', 'contact']),
)

/** Quoted cells may hold line breaks, so the parser counts the lines. */
const Records = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) }))

/** The row, or what is wrong with it. */
function readRow(cells: readonly string[]): LinkRow | string {
  if (cells.length !== header.length) return `has ${cells.length} fields, not ${header.length}`
  const line = Line.safeParse(Object.fromEntries(header.map((name, index) => [name, cells[index]])))
  if (!line.success) return line.error.issues.map(({ path, message }) => `${path.join()} ${message}`).join('; ')
  const { wecom_id: wecomId, source_id: sourceId, ...rest } = line.data
  return { ...rest, wecomId, sourceId }
}

/** Two lines with the same key contradict or repeat each other: a person has one id in a source, a contact may have several links. */
const subjectOf = ({ subject, wecomId, source, sourceId }: LinkRow): string =>
  [subject, wecomId, source, ...(subject === 'contact' ? [sourceId] : [])].join(' ')

function readRecords(records: z.infer<typeof Records>): LinkFile {
  const rows: LinkRow[] = []
  const faults: string[] = []
  const lines = new Map<string, number>()
  for (const { record, info } of records) {
    const row = readRow(record)
    const earlier = typeof row === 'string' ? undefined : lines.get(subjectOf(row))
    if (typeof row === 'string') faults.push(`line ${info.lines}: ${row}`)
    else if (earlier !== undefined) faults.push(`line ${info.lines}: repeats or contradicts line ${earlier}`)
    else {
      lines.set(subjectOf(row), info.lines)
      rows.push(row)
    }
  }
  return faults.length > 0 ? { rows: [], faults } : { rows, faults: [] }
}

/** Reads a file of links: a header, then `staff` and `contact` lines. Faults name fields, never repeat values. */
export function readLinkFile(text: string): LinkFile {
  const options = { bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true }
  try {
    const [first, ...records] = Records.parse(parse(text, options))
    if (first?.record.join() !== header.join())
      return { rows: [], faults: [`line 1: the header must be ${header.join(',')}`] }
    return readRecords(records)
  } catch (error) {
    if (error instanceof z.ZodError || !(error instanceof Error)) throw error
    const line = 'lines' in error && typeof error.lines === 'number' ? error.lines : 1
    return { rows: [], faults: [`line ${line}: cannot be read as CSV`] }
  }
}
