import { z } from 'zod'

/** `salesId` comes as text, `creatorId` as a number [upstreams.md 6.9]. */
const Id = z.union([z.string().min(1), z.int()]).transform(String)
const Text = z
  .string()
  .nullish()
  .transform((text) => text?.trim() || null)
const Code = z.union([z.int(), z.string().regex(/^\d+$/)]).transform(Number)

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
  salesId: Id,
  salesName: Text,
  departmentName: Text,
  chatId: z.string().min(1),
  chatName: Text,
  /** Read one by one: a bad task must not hide its group. */
  tasks: z.array(z.unknown()).nullish(),
  tagGroupNames: z.array(z.string()).nullish(),
})
export type WireGroup = z.infer<typeof WireGroup>
