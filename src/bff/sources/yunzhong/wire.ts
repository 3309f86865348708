import { z } from 'zod'

const Id = z.union([z.string().regex(/^\d{1,20}$/), z.int().nonnegative()]).transform(String)
const Code = z
  .union([z.int(), z.string().regex(/^-?\d+$/)])
  .transform(Number)
  .pipe(z.int())
const Text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((text) => (text === null || text === undefined ? null : String(text).trim() || null))
/** PHP writes an empty object as `[]`, and may leave a list's gaps as an object's keys. */
const Rows = z
  .unknown()
  .optional()
  .transform((value): unknown[] => {
    if (Array.isArray(value)) return value
    return typeof value === 'object' && value !== null ? Object.values(value) : []
  })
const orNull = <Schema extends z.ZodType>(schema: Schema) => schema.nullable().catch(null)
const orZero = Code.nullish()
  .transform((code) => code ?? 0)
  .catch(0)

/** The vendor's own, and that of the error sample, which is another system's [docs/vendors/yunzhong.md#envelope]. */
export const WireEnvelope = z.union([
  z.object({ result: Code, msg: z.unknown().optional(), data: z.unknown().optional() }),
  z.object({ errcode: Code }).transform(({ errcode }) => ({ result: 0, msg: `errcode ${errcode}`, data: null })),
])
export const WireLoginState = z.object({
  login_status: Code.optional().catch(undefined),
  status: Code.optional().catch(undefined),
})

const WireStaff = z.object({ id: Id, user_id: Text, name: Text, avatar: Text })
export type WireStaff = z.infer<typeof WireStaff>

/** What a login may say about the person. */
export const WireLogin = z
  .object({ user_id: Text.catch(null), staff: orNull(z.object({ user_id: Text })).default(null) })
  .catch({ user_id: null, staff: null })

/** Laravel's LengthAwarePaginator; its addresses are never followed. */
export const WirePaginator = z.object({
  current_page: Code,
  last_page: Code,
  total: Code,
  data: Rows,
})
export type WirePaginator = z.infer<typeof WirePaginator>

/** getTask: lists may be missing, or null. */
export const WirePending = z.object({ date: Text, current: Rows, group_current: Rows })
export const WirePush = z.object({ id: Id, task_name: Text, date: Text, content_list: z.unknown().optional() })
export type WirePush = z.infer<typeof WirePush>
export const WireContent = z.object({ task_name: Text, content_list: z.unknown().optional() })

const Item = z.record(z.string(), z.unknown())
/** One piece of a push: `type` says which of the others there are. */
export const WirePiece = Item.transform((item) => ({
  raw: item,
  ...z
    .object({
      type: Text,
      news: Text,
      link_img: Text,
      media_id: Text,
      title: Text,
      link: Text,
      describe: Text,
      appid: Text,
      page: Text,
      link_video: Text,
      link_file: Text,
    })
    .partial()
    .catch({})
    .parse(item),
}))
export type WirePiece = z.infer<typeof WirePiece>

export const WireTask = z.object({ id: Id, name: Text, task_name: Text })
export type WireTask = z.infer<typeof WireTask>

export const WireJobs = z.object({
  record_list: WirePaginator,
  wait_count: orZero,
  finish_count: orZero,
  job_total: orZero,
})

const Ids = Rows.transform((rows) =>
  rows.flatMap((row) => (typeof row === 'string' || typeof row === 'number' ? [String(row)] : [])),
)
const WireRange = z.object({
  sender_list: z.object({ user_list: Ids, department_list: Ids }).catch({ user_list: [], department_list: [] }),
  external_contact_list: z.object({ tag_list: Ids }).catch({ tag_list: [] }),
})
const Media = orNull(z.object({ media_id: Text, pic_url: Text, title: Text, url: Text, desc: Text }).partial()).default(
  null,
)
export const WireAttachment = z.object({ msgtype: Text, image: Media, video: Media, link: Media })

/** WeCom's add_moment_task, as 芸众 keeps it [docs/vendors/yunzhong.md#moments]. */
export const WireJob = z.object({
  id: Id,
  created_at: Text,
  moment_total: orZero,
  moment_finish_count: orZero,
  moment_wait_count: orZero,
  content: z.object({
    text: orNull(z.object({ content: Text })).default(null),
    attachments: Rows,
    visible_range: WireRange.catch({
      sender_list: { user_list: [], department_list: [] },
      external_contact_list: { tag_list: [] },
    }),
  }),
})
export type WireJob = z.infer<typeof WireJob>

export const WireJobPerson = z.object({ user_id: z.string().min(1), status: Code })
export type WireJobPerson = z.infer<typeof WireJobPerson>

const WireBody = z.object({ head: Text, title: Text, content: Text, footer: Text }).partial()
/** Documented as an array, sent as an object [docs/vendors/yunzhong.md#notices]. */
const Body = z
  .unknown()
  .optional()
  .transform((value) => WireBody.catch({}).parse(Array.isArray(value) ? (value[0] ?? {}) : value))

export const WireNoticeTask = z.object({
  id: Id,
  name: Text,
  desc: Text,
  staff_uid: orNull(Id),
  status: orZero,
  priority: orZero,
  is_archive: orZero,
  start_time: Text,
  deadline_time: Text,
  has_one_staff: orNull(WireStaff).default(null),
})

export const WireNotice = z.object({
  id: Id,
  notice_uid: orNull(Id).default(null),
  notice_type: Text,
  notice_desc: Text,
  content: Text,
  created_at: Text,
  body: Body,
  has_one_creator: orNull(WireStaff).default(null),
  has_one_staff: orNull(WireStaff).default(null),
  has_one_task: orNull(WireNoticeTask).default(null),
})
export type WireNotice = z.infer<typeof WireNotice>

/** A row of the message centre, which counts its own ids. */
export const WireMessage = z.object({ id: Id, plugin: Text, created_at: Text, message_body: Body })
export type WireMessage = z.infer<typeof WireMessage>
