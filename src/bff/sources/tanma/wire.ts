import { z } from 'zod'
import { Code, Id, Text } from '../../wire/fields.ts'

export const WireEnvelope = z.object({ code: z.union([z.int(), z.string()]).transform(String), data: z.unknown() })

export const WirePage = z.object({ totalPage: z.int(), result: z.array(z.unknown()) })

export const WireTask = z.object({
  id: Id,
  sopInfoId: Id,
  title: Text,
  sendStatus: Code,
  mode: Code,
  startTime: Text,
})
export type WireTask = z.infer<typeof WireTask>

export const WireGroup = z.object({
  /** Text here, while `creatorId` is a number [docs/vendors/tanma.md#groups]. */
  salesId: Id,
  salesName: Text,
  departmentName: Text,
  chatId: Id,
  chatName: Text,
  /** Read one by one: a bad task must not hide its group. */
  tasks: z.array(z.unknown()).nullish(),
  tagGroupNames: z.array(z.string()).nullish(),
})
export type WireGroup = z.infer<typeof WireGroup>
