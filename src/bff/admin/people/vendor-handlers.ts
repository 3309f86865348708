import { StaffSourceId } from '#contract/admin-id'
import type { VendorPeopleQuery } from '#contract/admin-people'
import { z } from 'zod'
import { readCursor, writeCursor } from '../cursor.ts'
import type { AdminHandlers } from '../register.ts'
import type { Directory, Stray } from './directory.ts'

type Query = z.output<typeof VendorPeopleQuery>

/** After this one: open tasks, -1 where they are not counted; source; id. */
const Key = z.tuple([z.int().min(-1), StaffSourceId, z.string().max(64)])
type Key = z.infer<typeof Key>

const keyOf = ({ vendor: { source, id }, openTasks }: Stray): Key => [openTasks ?? -1, source, id]

function isAfter(stray: Stray, [tasks, source, id]: Key): boolean {
  const [ownTasks, ownSource, ownId] = keyOf(stray)
  if (ownTasks !== tasks) return ownTasks < tasks
  return ownSource === source ? ownId > id : ownSource > source
}

function isMatch({ vendor }: Stray, { source, q }: Query): boolean {
  if (source !== undefined && vendor.source !== source) return false
  const text = [vendor.name, vendor.id, vendor.code, vendor.department].join('\n').toLowerCase()
  return q === undefined || text.includes(q.toLowerCase())
}

/** People of the vendors whom nobody of ours is. */
export function createVendorPeopleHandlers(directory: Directory): Pick<AdminHandlers, 'GET /api/admin/vendor-people'> {
  return {
    'GET /api/admin/vendor-people': async ({ query }) => {
      const after = readCursor(Key, query.cursor)
      const all = (await directory()).strays.filter((stray) => isMatch(stray, query))
      const rest = after === null ? all : all.filter((stray) => isAfter(stray, after))
      const page = rest.slice(0, query.limit)
      const last = rest.length > page.length ? page.at(-1) : undefined
      const items = page.map(({ vendor, openTasks }) => {
        const { source, id: sourceId, name, code, department, state } = vendor
        return { source, sourceId, name, code, department, state, openTasks }
      })
      return { items, next: last ? writeCursor(keyOf(last)) : null, total: all.length }
    },
  }
}
