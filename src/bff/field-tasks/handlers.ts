import type { FieldTask } from '#contract/work'
import type { Clock } from '../clock.ts'
import type { Handlers } from '../route.ts'
import type { Source } from '../sources/source.ts'
import type { StaffIds } from '../staff-ids.ts'
import type { LinkStore } from '../store/store.ts'
import type { Permissions } from '../wecom/permissions.ts'
import { toWorkList, unconfiguredList, unlinkedList } from '../work-list.ts'

interface Deps {
  /** Null where it is not configured. */
  waiqin: Source<FieldTask> | null
  permissions: Pick<Permissions, 'contact'>
  staffIds: StaffIds
  links: Pick<LinkStore, 'ofContact'>
  clock: Clock
}

type FieldTaskHandlers = Pick<Handlers, 'GET /api/contacts/:externalUserId/field-tasks' | 'GET /api/me/field-tasks'>

/** 勤策 field tasks: the open contact's, whoever does them, and mine. */
export function createFieldTaskHandlers({ waiqin, permissions, staffIds, links, clock }: Deps): FieldTaskHandlers {
  return {
    'GET /api/contacts/:externalUserId/field-tasks': async ({
      params,
      query,
      staff,
      signal,
      refresh,
      requestId,
      log,
    }) => {
      const { externalUserId } = params
      await permissions.contact(staff.userid, externalUserId, signal)
      if (!waiqin) return unconfiguredList('waiqin')
      const linked = (await links.ofContact(externalUserId)).filter(({ source }) => source === 'waiqin')
      if (linked.length === 0) return unlinkedList('waiqin', 'contact-link')
      const subjects = linked.map(({ sourceId }) => sourceId)
      // Who I am there only says which of the tasks are mine.
      const staffId = await staffIds(staff.userid, 'waiqin')
      const question = { subjects, staffId, status: query.status, mine: query.mine === '1', refresh }
      return toWorkList('waiqin', await waiqin.read(question, signal), { query, clock, requestId, log })
    },

    'GET /api/me/field-tasks': async ({ query, staff, signal, refresh, requestId, log }) => {
      if (!waiqin) return unconfiguredList('waiqin')
      const staffId = await staffIds(staff.userid, 'waiqin')
      if (staffId === null) return unlinkedList('waiqin', 'staff-link')
      const question = { subjects: null, staffId, status: query.status, mine: query.mine === '1', refresh }
      return toWorkList('waiqin', await waiqin.read(question, signal), { query, clock, requestId, log })
    },
  }
}
