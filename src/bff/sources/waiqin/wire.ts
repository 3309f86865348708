import { z } from 'zod'
import { Id, OptionalId, Text } from '../../wire/fields.ts'

/** Documented as text, sent as text or number [docs/vendors/waiqin.md#tasks]. */
const Code = z.union([z.string(), z.int()]).transform((code) => String(code).trim())

export const WireEnvelope = z.object({ return_code: Code, response_data: z.unknown() })

const WirePerson = z.object({ id: Id, name: Text, source_code: Text })

const WireFeedback = z.object({ feedback_content: Text, feedback_visit_id: OptionalId, feedback_time: Text })

export const WireTask = z.object({
  task_id: Id,
  customer_id: OptionalId,
  /** 0 deleted, 1 normal. The `status` of a type has other values. */
  status: Code,
  task_status: Code,
  task_type_id: OptionalId,
  task_content: Text,
  execute_demand: Code.nullish(),
  create_time: Text,
  modify_time: Text,
  feedback_deadline: Text,
  latest_feedback_time: Text,
  latest_feedback_content: Text,
  task_source_name: Text,
  task_achievement: Text,
  visit_implement_id: OptionalId,
  creator: WirePerson.nullish(),
  receivers: z.array(WirePerson).nullish(),
  feedback_detail: z.array(WireFeedback).nullish(),
})
export type WireTask = z.infer<typeof WireTask>

export const WireType = z.object({
  type_id: Id,
  type_name: Text,
  feedback_picture_required: Code.nullish(),
  is_album_permitted: Code.nullish(),
})
export type WireType = z.infer<typeof WireType>

/** A customer's contact person; if the tenant has several, `linkmans` contains the others. */
const WireLinkman = z.object({ cm_linkman_name: Text, cm_linkman_mobile: Text, cm_linkman_office_tel: Text })

export const WireCustomer = WireLinkman.extend({
  id: Id,
  cm_name: Text,
  cm_code: Text,
  cm_tel: Text,
  cm_addr: Text,
  /** Several ids are joined by commas. */
  cm_manager_id: OptionalId,
  linkmans: z.array(WireLinkman).nullish(),
})
export type WireCustomer = z.infer<typeof WireCustomer>
