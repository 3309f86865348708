import type { FieldTask } from '#contract/field-task'
import { createLinkedWork, type LinkedWorkDeps } from '../work/linked-work.ts'
import type { Handlers } from '../http/route.ts'
import type { LinkedSource } from '../sources/source.ts'
import type { Standing } from '../sources/standing.ts'

type FieldTaskHandlers = Pick<Handlers, 'GET /api/contacts/:externalUserId/field-tasks' | 'GET /api/me/field-tasks'>

/** 勤策 field tasks: all of the open contact's, and the user's own. */
export function createFieldTaskHandlers<Row extends Standing>(
  waiqin: LinkedSource<FieldTask, Row> | null,
  deps: LinkedWorkDeps,
): FieldTaskHandlers {
  const subjectOf = ({ customer }: FieldTask) => customer.id
  const options = { id: 'waiqin', source: waiqin, subjectOf, needsStaffId: false } as const
  const tasks = createLinkedWork(options, deps)
  return { 'GET /api/contacts/:externalUserId/field-tasks': tasks.ofContact, 'GET /api/me/field-tasks': tasks.mine }
}
