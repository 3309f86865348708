import { StaffSourceId, type AdminPerson } from '#contract/admin'
import { createTurns } from '../../concurrency/turns.ts'
import type { Store } from '../../store/store.ts'
import type { MappingDeps } from '../mappings/handlers.ts'
import { cellOf } from '../mappings/cells.ts'
import type { FileHandlers } from './register.ts'
import { contactRows, peopleRows } from './tables.ts'

type Deps = Pick<MappingDeps, 'directory' | 'isConfigured' | 'byRule'> & { store: Pick<Store, 'links'> }
type Cell = Pick<AdminPerson, 'userid'> & { source: StaffSourceId }

/** What administrators save: everybody with and without ids, and the links of customers. */
export function createFileHandlers({ store: { links }, directory, isConfigured, byRule }: Deps): FileHandlers {
  async function idsByRule(cells: Iterable<Cell>): Promise<Map<string, string>> {
    const turn = createTurns()
    const ids = new Map<string, string>()
    for (const cell of cells) {
      const id = await byRule(cell.userid, cell.source)
      if (id !== null) ids.set(cellOf(cell), id)
      await turn()
    }
    return ids
  }

  return {
    'GET /api/admin/people.file': async () => {
      const sources = StaffSourceId.options.filter(isConfigured)
      const [kept, known] = await Promise.all([links.staffLinks(sources), directory.people()])
      const people = [...known.values()].toSorted((one, other) => (one.userid < other.userid ? -1 : 1))
      const has = new Set(kept.map(cellOf))
      const without = people
        .filter(({ isLeft }) => !isLeft)
        .flatMap(({ userid }) => sources.map((source) => ({ userid, source })))
        .filter((cell) => !has.has(cellOf(cell)))
      const table = { people, links: kept, sources, byRule: await idsByRule(without) }
      return { title: '人员对照', rows: peopleRows(table) }
    },

    'GET /api/admin/contact-links.file': async () => ({
      title: '客户关联',
      rows: contactRows(await links.contactLinks()),
    }),
  }
}
