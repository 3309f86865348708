import type { Todo } from '#contract/work'
import type { Clock } from '../clock.ts'
import type { Handlers } from '../route.ts'
import type { Source } from '../sources/source.ts'
import type { StaffIds } from '../staff-ids.ts'
import type { LinkStore } from '../store/store.ts'
import type { Permissions } from '../wecom/permissions.ts'
import { toWorkList, unconfiguredList, unlinkedList } from '../work-list.ts'

interface Deps {
  /** Null where it is not configured. */
  youmi: Source<Todo> | null
  permissions: Pick<Permissions, 'contact'>
  staffIds: StaffIds
  links: Pick<LinkStore, 'ofContact'>
  clock: Clock
}

type TodoHandlers = Pick<Handlers, 'GET /api/contacts/:externalUserId/todos' | 'GET /api/me/todos'>

/** 友米 todos: mine, and of those the open contact's. */
export function createTodoHandlers({ youmi, permissions, staffIds, links, clock }: Deps): TodoHandlers {
  return {
    'GET /api/contacts/:externalUserId/todos': async ({ params, query, staff, signal, refresh, requestId, log }) => {
      const { externalUserId } = params
      await permissions.contact(staff.userid, externalUserId, signal)
      if (!youmi) return unconfiguredList('youmi')
      const staffId = await staffIds(staff.userid, 'youmi')
      if (staffId === null) return unlinkedList('youmi', 'staff-link')
      const linked = (await links.ofContact(externalUserId)).filter(({ source }) => source === 'youmi')
      if (linked.length === 0) return unlinkedList('youmi', 'contact-link')
      const subjects = linked.map(({ sourceId }) => sourceId)
      const question = { subjects, staffId, status: query.status, mine: query.mine === '1', refresh }
      return toWorkList('youmi', await youmi.read(question, signal), { query, clock, requestId, log })
    },

    'GET /api/me/todos': async ({ query, staff, signal, refresh, requestId, log }) => {
      if (!youmi) return unconfiguredList('youmi')
      const staffId = await staffIds(staff.userid, 'youmi')
      if (staffId === null) return unlinkedList('youmi', 'staff-link')
      const question = { subjects: null, staffId, status: query.status, mine: query.mine === '1', refresh }
      return toWorkList('youmi', await youmi.read(question, signal), { query, clock, requestId, log })
    },
  }
}
