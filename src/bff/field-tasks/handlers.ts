import type { FieldTask } from '#contract/work'
import { createLinkedWork, type LinkedWorkDeps } from '../linked-work.ts'
import type { Handlers } from '../route.ts'
import type { Source } from '../sources/source.ts'

type FieldTaskHandlers = Pick<Handlers, 'GET /api/contacts/:externalUserId/field-tasks' | 'GET /api/me/field-tasks'>

/** 勤策 field tasks: the open contact's, whoever does them, and mine. */
export function createFieldTaskHandlers(waiqin: Source<FieldTask> | null, deps: LinkedWorkDeps): FieldTaskHandlers {
  const subjectOf = ({ customer }: FieldTask) => customer.id
  const tasks = createLinkedWork({ id: 'waiqin', source: waiqin, subjectOf, needsStaffId: false }, deps)
  return { 'GET /api/contacts/:externalUserId/field-tasks': tasks.ofContact, 'GET /api/me/field-tasks': tasks.mine }
}
