import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { LinkedSourceId, SourceId } from '#contract/source'
import { useridKey } from '../userid.ts'
import type { LinkLine, LinkRow } from './link-line.ts'
import { sharedFaults } from './shared-staff.ts'

/** Either all lines of the file, or one fault per bad line. */
export type LinkFile = { lines: LinkLine[]; faults: [] } | { lines: []; faults: string[] }

const header = ['subject', 'wecom_id', 'source', 'source_id'] as const
/** The last one may be left out. */
const wideHeader = [...header, 'note']

const oneOf = (values: readonly string[]) => `must be ${values.join(' or ')}`
/** 'shared': on each line of a staff id that several people have. */
const note = z.enum(['', 'shared'], 'must be empty or shared').optional()
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
      note,
    }),
    z.object({
      subject: z.literal('contact'),
      wecom_id: z.string().regex(/^w[mo][\w-]{1,62}$/, 'must be an external_userid (wm… or wo…)'),
      source: z.enum(LinkedSourceId.options, oneOf(LinkedSourceId.options)),
      source_id,
      note,
    }),
  ],
  oneOf(['staff', 'contact']),
)

/** Quoted cells may hold line breaks, so the parser counts the lines. */
const Records = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) }))

/** The row, or what is wrong with it. */
function readRow(cells: readonly string[], names: readonly string[]): Omit<LinkLine, 'line'> | string {
  if (cells.length !== names.length) return `has ${cells.length} fields, not ${names.length}`
  const line = Line.safeParse(Object.fromEntries(names.map((name, index) => [name, cells[index]])))
  if (!line.success) return line.error.issues.map(({ path, message }) => `${path.join()} ${message}`).join('; ')
  const { wecom_id: wecomId, source_id: sourceId, note, ...rest } = line.data
  return { row: { ...rest, wecomId, sourceId }, isShared: note === 'shared' }
}

/** Two lines with the same key contradict or repeat each other: a person has one id in a source, a contact may have several links. */
const subjectOf = ({ subject, wecomId, source, sourceId }: LinkRow): string =>
  (subject === 'contact' ? [subject, wecomId, source, sourceId] : [subject, useridKey(wecomId), source]).join(' ')

function readRecords(records: z.infer<typeof Records>, names: readonly string[]): LinkFile {
  const lines = new Map<string, LinkLine>()
  const faults: { line: number; says: string }[] = []
  for (const { record, info } of records) {
    const read = readRow(record, names)
    const earlier = typeof read === 'string' ? undefined : lines.get(subjectOf(read.row))
    if (typeof read === 'string') faults.push({ line: info.lines, says: read })
    else if (earlier) faults.push({ line: info.lines, says: `repeats or contradicts line ${earlier.line}` })
    else lines.set(subjectOf(read.row), { ...read, line: info.lines })
  }
  const all = [...lines.values()]
  faults.push(...sharedFaults(all))
  faults.sort((one, other) => one.line - other.line)
  if (faults.length === 0) return { lines: all, faults: [] }
  return { lines: [], faults: faults.map(({ line, says }) => `line ${line}: ${says}`) }
}

/** Reads a file of links: a header, then `staff` and `contact` lines. Faults name fields, never repeat values. */
export function readLinkFile(text: string): LinkFile {
  const options = { bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true }
  try {
    const [first, ...records] = Records.parse(parse(text, options))
    const names = [header, wideHeader].find((each) => each.join() === first?.record.join())
    if (!names) return { lines: [], faults: [`line 1: the header must be ${header.join(',')}, and may end with ,note`] }
    return readRecords(records, names)
  } catch (error) {
    if (error instanceof z.ZodError || !(error instanceof Error)) throw error
    const line = 'lines' in error && typeof error.lines === 'number' ? error.lines : 1
    return { lines: [], faults: [`line ${line}: cannot be read as CSV`] }
  }
}
