import { z } from 'zod'
import { Code, Deadline, Flag, Id, JoinedIds, List, One, OptionalId, Text, Time, Words } from '../../wire/fields.ts'
import type { OwnerSchema } from '../read-page.ts'

/** Documented as text, sent as text or number [docs/vendors/waiqin.md#envelope]. */
export const WireEnvelope = z.object({ return_code: Id, response_data: z.unknown() })

const WirePerson = z.object({ id: Id, name: Words, source_code: OptionalId })

const WireFeedback = z.object({ feedback_content: Words, feedback_visit_id: OptionalId, feedback_time: Time })

/** Who may see a task: its customer, and the people whom it names [docs/vendors/waiqin.md#tasks]. */
const rights = { customer_id: OptionalId, creator: One(WirePerson), receivers: List(WirePerson) }

export const WireTask = z.object({
  task_id: Id,
  ...rights,
  /** 0 deleted, 1 normal. The `status` of a type has other values. */
  status: Flag,
  task_status: Text,
  task_type_id: OptionalId,
  task_content: Words,
  execute_demand: Text,
  create_time: Time,
  modify_time: Time,
  feedback_deadline: Deadline,
  latest_feedback_time: Time,
  latest_feedback_content: Words,
  task_source_name: Words,
  task_achievement: Words,
  visit_implement_id: OptionalId,
  feedback_detail: List(WireFeedback),
})
export type WireTask = z.infer<typeof WireTask>

/** Without its id, a task is found at the vendor by when it was created. */
export const TaskOwner: OwnerSchema = z
  .object({ task_id: OptionalId, create_time: Text, ...rights })
  .transform(({ task_id, create_time, customer_id, creator, receivers }) => ({
    id: task_id ?? (create_time && `create_time ${create_time}`),
    subject: customer_id,
    staffIds: [...receivers, ...(creator ? [creator] : [])].map(({ id }) => id),
  }))

export const WireType = z.object({
  type_id: Id,
  type_name: Words,
  feedback_picture_required: Flag,
  is_album_permitted: Flag,
})
export type WireType = z.infer<typeof WireType>

/** A customer's contact person; if the tenant has several, `linkmans` contains the others. */
const WireLinkman = z.object({ cm_linkman_name: Words, cm_linkman_mobile: Text, cm_linkman_office_tel: Text })

export const WireCustomer = WireLinkman.extend({
  id: Id,
  cm_name: Words,
  cm_code: Text,
  cm_tel: Text,
  cm_addr: Words,
  /** Several ids may be joined by commas. */
  cm_manager_id: List(JoinedIds),
  linkmans: List(WireLinkman),
})
export type WireCustomer = z.infer<typeof WireCustomer>

/** Without its id, a customer is found at the vendor by its code. */
export const CustomerOwner: OwnerSchema = z
  .object({ cm_code: Text })
  .transform(({ cm_code }) => ({ id: cm_code && `cm_code ${cm_code}`, subject: null, staffIds: [] }))

/** `emp_id`: of another system; `emp_code`: the login; `emp_status`: 0 closed, 1 normal, 2 disabled. Phones and mails are not read. */
export const WireEmployee = z.object({
  id: Id,
  emp_id: OptionalId,
  emp_code: OptionalId,
  emp_name: Words,
  emp_org_name: Words,
  emp_status: Code,
})
export type WireEmployee = z.infer<typeof WireEmployee>
