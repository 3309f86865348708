import type { ExpressionBuilder } from 'kysely'
import { skewMs } from '../../age.ts'
import { givenPairs } from '../engine/given-pairs.ts'
import type { StaffCustomer } from '../mirror-stores.ts'
import type { Database, Dialect, Tables } from '../schema.ts'

/** A task that was not touched for so long, and is not open, is no reason to read the customer's tasks. */
const reasonMs = 90 * 86_400_000

interface Asked {
  staffId: string
  now: number
}

type Tasks = ExpressionBuilder<Tables & { task: Tables['field_tasks'] }, 'task'>

/** A time that no right clock wrote counts as unknown, so as no reason. */
const isReason =
  (now: number) =>
  ({ eb, or, and }: Tasks) =>
    or([
      eb('task.status', '=', 'open'),
      and([eb('task.modified_at', '>', now - reasonMs), eb('task.modified_at', '<=', now + skewMs)]),
    ])

/** From the person's tasks: for the customers that may be offered as candidates. */
export const reasonsQuery = (db: Database, { staffId, now }: Asked) =>
  db
    .selectFrom('field_task_staff as staff')
    .innerJoin('field_tasks as task', 'task.task_id', 'staff.task_id')
    .select('task.customer_id')
    .distinct()
    .where('staff.staff_id', '=', staffId)
    .where(isReason(now))

/** From the customers' tasks: a person may have tens of thousands, a customer has fewer. */
export const rightsQuery = (db: Database, { staffId, now, among }: Asked & { among: readonly string[] }) =>
  db
    .selectFrom('field_tasks as task')
    .select('task.customer_id')
    .distinct()
    .where('task.customer_id', 'in', among)
    .where('task.is_deleted', '=', 0)
    .where(isReason(now))
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('field_task_staff as staff')
          .select('staff.task_id')
          .where('staff.staff_id', '=', staffId)
          .whereRef('staff.status', '=', 'task.status')
          .whereRef('staff.task_id', '=', 'task.task_id'),
      ),
    )

/** The same for many people at once. */
export const pairsQuery = (
  db: Database,
  { dialect, pairs, now }: { dialect: Dialect; pairs: readonly StaffCustomer[]; now: number },
) =>
  db
    .selectFrom(givenPairs(dialect, pairs).as('pair'))
    .select(['pair.staffId', 'pair.customerId'])
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('field_tasks as task')
          .select('task.task_id')
          .whereRef('task.customer_id', '=', 'pair.customerId')
          .where('task.is_deleted', '=', 0)
          .where(isReason(now))
          .where((task) =>
            task.exists(
              task
                .selectFrom('field_task_staff as staff')
                .select('staff.task_id')
                .whereRef('staff.staff_id', '=', 'pair.staffId')
                .whereRef('staff.status', '=', 'task.status')
                .whereRef('staff.task_id', '=', 'task.task_id'),
            ),
          ),
      ),
    )
