import type { FieldTask } from '#contract/field-task'
import { addressIn } from '../item-address.ts'
import { isOverdue } from '../standing.ts'
import type { FieldNames } from './field-names.ts'
import { taskIdOf, type TaskBody } from './map.ts'

type Type = NonNullable<FieldTask['type']>

function typeOf(type: Type, { types }: FieldNames): Type {
  const known = types.get(type.id)
  return known ? { id: type.id, ...known } : type
}

/**
 * Completes a task from the mirror with what depends on the reader, the clock and other rows. `isNamed`: the reader is one of its people, though the
 * body may not name them. It changes the body
 * itself, which was read for this purpose only: a copy of two dozen fields would cost as much as reading them.
 */
export function toFieldTask(
  body: TaskBody,
  names: FieldNames,
  reader: { staffId: string | null; isNamed?: boolean; now: number; itemUrl?: string | undefined },
): FieldTask {
  const type = body.type && typeOf(body.type, names)
  const people = [...body.receivers, ...(body.creator ? [body.creator] : [])]
  return Object.assign(body, {
    contact: null,
    title: body.title || type?.name || '外勤任务',
    type,
    customer: { id: body.customer.id, name: names.customers.get(body.customer.id) ?? null },
    overdue: isOverdue(body, reader.now),
    url: addressIn(reader.itemUrl, taskIdOf(body.id)),
    mine: reader.isNamed || (reader.staffId !== null && people.some(({ id }) => id === reader.staffId)),
  })
}
