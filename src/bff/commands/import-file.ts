import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { createBatches } from '../admin/mappings/batches.ts'
import { kindOf, type Change, type Planned } from '../admin/mappings/plan.ts'
import { staffOf } from '../admin/mappings/read-request.ts'
import { readLinkLines, repeatedContacts, type LinkLines } from '../identity/link-file.ts'
import { isStaff } from '../identity/link-line.ts'
import { commandLine, importer } from '../identity/link-maker.ts'
import { FileError, type TableRow } from '../spreadsheets/file-error.ts'
import { readTable } from '../spreadsheets/read-table.ts'
import { readKnownHere } from './known-here.ts'
import { linksUsage } from './links-usage.ts'
import { withPeople, type OpenPeopleDeps, type People } from './open-people.ts'

const Words = z.object({
  positionals: z.tuple([z.string()]),
  values: z.object({
    /** A line without an id takes it away. */
    remove: z.boolean().default(false),
    'dry-run': z.boolean().default(false),
    /** How many ids are changed or removed, where that is more than a tenth. */
    confirm: z.coerce.number().int().optional(),
  }),
})
type Options = z.output<typeof Words>['values']

function readWords(words: readonly string[]): z.output<typeof Words> {
  const options = { remove: { type: 'boolean' }, 'dry-run': { type: 'boolean' }, confirm: { type: 'string' } } as const
  try {
    return Words.parse(parseArgs({ args: [...words], options, allowPositionals: true }))
  } catch (cause) {
    throw new Error(linksUsage, { cause })
  }
}

const nothing = (...why: readonly string[]) => new Error([...why, 'nothing was imported'].join('\n'))

async function readLines(path: string): Promise<LinkLines & { table: readonly TableRow[] }> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new Error(`${path}: cannot be read`, { cause })
  })
  try {
    const table = await readTable(bytes)
    const { lines, faults } = await readLinkLines(table)
    return { table, lines, faults: [...faults, ...repeatedContacts(lines)] }
  } catch (error) {
    if (error instanceof FileError) throw nothing(error.message)
    throw error
  }
}

const toText = ({ line, title }: { line: number | null; title: string }): string => `line ${line}: ${title}`

const takingAway = (changes: readonly Change[]): Change[] => changes.filter(({ to }) => to === null)

/** All or nothing: nobody looks at a preview first. @throws Error with a line for each that cannot be written */
function refuse({ changes, conflicts, faults }: Planned, { remove }: Options): void {
  const title = 'takes an id away: fill source_id in, or say --remove'
  const unsaid = remove ? [] : takingAway(changes).map(({ line }) => ({ line, title }))
  const refused = [...faults, ...conflicts, ...unsaid]
  if (refused.length === 0) return
  throw nothing(...refused.toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0)).map(toText))
}

function requireNumber({ typed }: Planned, { confirm }: Options): void {
  if (typed === null || confirm === typed) return
  throw nothing(`${typed} ids would be changed or taken away, more than a tenth: say --confirm ${typed}`)
}

/** What would be written, a line for each staff id. */
const toPreview = ({ changes, counts, typed }: Planned, contacts: number): string[] => [
  ...changes.map(({ line, userid, source, from, to }) =>
    [`line ${line}`, kindOf({ from, to }), userid, source, from ?? '', to ?? ''].join('\t'),
  ),
  `${counts.added} would be added, ${counts.changed} changed, ${counts.removed} taken away, ${counts.unchanged} are so already`,
  ...(contacts > 0 ? [`${contacts} links of customers were read`] : []),
  ...(typed === null ? [] : [`that is more than a tenth: to write it, say --confirm ${typed}`]),
  'nothing was written',
]

/** As one batch, which counts from the next call of anybody on. */
async function writeStaff(planned: Planned, title: string, people: People): Promise<string[]> {
  if (planned.changes.length === 0) return []
  const batches = createBatches(people)
  const { id } = await batches.keep({ kind: 'import', title }, planned, commandLine)
  const applied = await batches.apply(id, { by: commandLine, linkedBy: importer, log: people.log })
  if (!applied || applied === 'changed') throw nothing('somebody has changed these ids meanwhile: try again')
  return [`npm run links -- undo batch ${id} takes back what was changed of staff ids, as the history of /admin does`]
}

/** Imports staff ids as the administrators' page does, and links of customers. @throws Error with a message for the caller */
export async function importFile(words: readonly string[], deps: OpenPeopleDeps): Promise<string> {
  const {
    positionals: [path],
    values,
  } = readWords(words)
  const read = await readLines(path)
  const contacts = read.lines.filter((each) => !isStaff(each)).map(({ row }) => row)
  return withPeople(deps, async (people) => {
    const asked = staffOf(read, read.table)
    const { known, unchecked } = await readKnownHere(people, asked)
    const planned = await createBatches(people).plan(asked, known)
    refuse(planned, values)
    const notes = unchecked.map((what) => `not checked: ${what}`)
    if (values['dry-run']) return [...toPreview(planned, contacts.length), ...notes].join('\n')
    requireNumber(planned, values)
    const told = await writeStaff(planned, basename(path), people)
    const { changed } = await people.store.links.importRows(contacts, importer, people.clock())
    const taken = takingAway(planned.changes).length
    const sum = `${read.lines.length} links read, ${planned.changes.length + changed} changed`
    return [taken > 0 ? `${sum}, ${taken} of them taken away` : sum, ...told, ...notes].join('\n')
  })
}
