import type { StaffSourceId } from '#contract/admin-id'
import { wholeHeader } from '../../identity/link-file.ts'
import { isSpoilt } from '../../identity/spreadsheet-id.ts'
import type { StaffLink } from '../../store/mapping-store.ts'
import type { ContactLinkRecord } from '../../store/store.ts'
import type { Known, KnownPerson } from '../mappings/known.ts'
import { cellOf } from '../../store/mapping-store.ts'
import { grouped } from '../mappings/cells.ts'

type Row = readonly string[]

/** As the import wants it said. */
const noteOf = (sourceId: string, isShared: boolean): string =>
  [isShared ? 'shared' : '', isSpoilt(sourceId, false) ? 'exact' : ''].filter(Boolean).join(' ')

export interface PeopleTable {
  known: Pick<Known, 'people' | 'byRule'>
  links: readonly StaffLink[]
  columns: readonly StaffSourceId[]
}

/** A row for everybody in each system, with an empty id where they have none; and for whoever has an id and is not known any more. */
export function* peopleRows({ known: { people, byRule }, links, columns }: PeopleTable): Generator<Row> {
  yield wholeHeader
  const kept = grouped(links, cellOf)
  const holders = grouped(links, ({ source, sourceId }) => `${source} ${sourceId}`)
  const told = new Set<string>()
  const toRow = (who: Pick<KnownPerson, 'userid'> & Partial<KnownPerson>, source: StaffSourceId): Row => {
    const cell = cellOf({ ...who, source })
    told.add(cell)
    const sourceId = kept.get(cell)?.at(-1)?.sourceId ?? byRule(source, who.userid) ?? ''
    const isShared = (holders.get(`${source} ${sourceId}`) ?? []).length > 1
    const words = [who.name ?? '', who.departments?.join('、') ?? '']
    return ['staff', who.userid, source, sourceId, noteOf(sourceId, isShared), ...words]
  }
  for (const person of people.values())
    for (const source of columns)
      if (!person.isLeft || kept.has(cellOf({ ...person, source }))) yield toRow(person, source)
  for (const { userid, source } of links) if (!told.has(cellOf({ userid, source }))) yield toRow({ userid }, source)
}

/** A row for each link of a customer. */
export function* contactRows(links: readonly ContactLinkRecord[]): Generator<Row> {
  yield wholeHeader
  for (const { externalUserId, source, sourceId, name } of links)
    yield ['contact', externalUserId, source, sourceId, noteOf(sourceId, false), name ?? '', '']
}
