import { z } from 'zod'
import { Code, Deadline, Id, List, OptionalId, Text, Words } from '../../wire/fields.ts'

export const WireEnvelope = z.object({ code: Id, data: z.unknown().optional() })

/** The rows are read one by one. */
export const WirePage = z.object({ totalCount: Code, totalPage: Code, pageSize: Code, result: z.unknown().optional() })

export const WireTask = z.object({
  id: Id,
  sopInfoId: OptionalId,
  title: Words,
  sendStatus: Code,
  mode: Code,
  /** What we call due, so a day alone lasts until its end. */
  startTime: Deadline,
})
export type WireTask = z.infer<typeof WireTask>

export const WireGroup = z.object({
  /** Text here, while `creatorId` is a number [docs/vendors/tanma.md#groups]. Null where the owner has left. */
  salesId: OptionalId,
  salesName: Text,
  departmentName: Text,
  chatId: Id,
  chatName: Text,
  tasks: List(z.unknown(), Infinity),
  tagGroupNames: List(Words),
})
export type WireGroup = z.infer<typeof WireGroup>

/** `qwUserId`: the WeCom userid, where the tenant's version tells it [docs/vendors/tanma.md#people]. */
export const WireUser = z.object({
  salesId: Id,
  salesName: Words,
  name: Words,
  departmentName: Words,
  qwUserId: OptionalId,
})
export type WireUser = z.infer<typeof WireUser>
