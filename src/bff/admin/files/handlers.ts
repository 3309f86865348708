import type { MappingDeps } from '../mappings/handlers.ts'
import { readKnown } from '../mappings/known.ts'
import type { FileHandlers } from './register.ts'
import { contactRows, peopleRows } from './tables.ts'

/** What administrators save: everybody with and without ids, and the links of customers. */
export function createFileHandlers({ store: { links }, directory, columns }: MappingDeps): FileHandlers {
  return {
    'GET /api/admin/people.file': async () => {
      const [kept, known] = await Promise.all([links.staffLinks(columns), readKnown(directory)])
      return { title: '人员对照', rows: peopleRows({ known, links: kept, columns }) }
    },

    'GET /api/admin/contact-links.file': async () => {
      const latestFirst = (await links.contactLinks()).sort((one, other) => other.linkedAt - one.linkedAt)
      return { title: '客户关联', rows: contactRows(latestFirst) }
    },
  }
}
