import { z } from 'zod'
import { useridKey } from '../../userid.ts'
import { Code, Deadline, Flag, Id, List, One, OptionalId, Text, Time, WholeText, Words } from '../../wire/fields.ts'
import { cut, longest } from '../../wire/bounds.ts'
import { harmless } from '../../wire/harmless.ts'
import type { OwnerSchema } from '../read-page.ts'

/** The vendor counts its rows; their numbers stand in our addresses. */
const RowId = Id.pipe(z.string().regex(/^\d{1,20}$/))
const Count = Code.transform((count) => count ?? 0)
/** Whoever may see something is named by text and nothing else. */
const Userid = z.string().trim().min(1)

const LoginState = z.object({ login_status: Code.catch(null), status: Code.catch(null) })
export type LoginState = z.infer<typeof LoginState>

/**
 * The vendor's own, and that of the error sample, which is another system's [docs/vendors/yunzhong.md#envelope]. Some
 * refusals lack `result`.
 */
export const WireEnvelope = One(
  LoginState.extend({
    result: z.union([z.boolean().transform(Number), Code]),
    errcode: Code,
    msg: Text,
    data: z.unknown().optional(),
  }),
)
/** Among the data of any answer, which may be anything. */
export const WireLoginState = One(LoginState).catch(null)

const WireStaff = z.object({ id: OptionalId, name: Words, avatar: Text })
export type WireStaff = z.infer<typeof WireStaff>

/** What a login may say about the person. */
const WirePerson = z.object({ user_id: z.string().trim().nullish() })
export const WireLogin = One(WirePerson.extend({ staff: One(WirePerson) }))

/**
 * Laravel's paginators, of which the simple one counts neither pages nor rows. Addresses are never followed: `next_page_url`
 * only says that there is more.
 */
export const WirePaginator = One(
  z.object({ last_page: Code, total: Code, next_page_url: Text, data: z.unknown().optional() }),
)

/** A date for people: a time, or any words. What stands for no time is not shown. */
const DateText = z
  .unknown()
  .optional()
  .transform((value, context) => {
    const { success: isTime, data: at = null } = Deadline.safeParse(value)
    const text =
      typeof value === 'string' && !(isTime && at === null) ? cut(harmless(value).trim(), longest.title) : null
    if (!isTime && text === null) context.addIssue('not readable')
    return { at, text }
  })
export type DateText = z.infer<typeof DateText>

/** getTask: lists may be missing, or null. */
export const WirePending = One(
  z.object({ date: DateText, current: z.unknown().optional(), group_current: z.unknown().optional() }),
)
export const WirePush = z.object({
  id: RowId,
  task_name: Words,
  date: DateText,
  content_list: z.unknown().optional(),
})
export type WirePush = z.infer<typeof WirePush>
export const WireContent = One(z.object({ task_name: Words, content_list: z.unknown().optional() }))

/** One piece of a push: `type` says which of the others there are. */
export const WirePiece = z.object({
  type: Text,
  news: WholeText,
  link_img: Text,
  media_id: Text,
  title: Words,
  link: Text,
  describe: Words,
  appid: Text,
  page: Text,
  link_video: Text,
  link_file: Text,
})
export type WirePiece = z.infer<typeof WirePiece>

export const WireTask = z.object({ id: RowId, name: Words, task_name: Words })
export type WireTask = z.infer<typeof WireTask>

/** The jobs of a task, or the people of a job. */
export const WireRecords = One(
  z.object({ record_list: z.unknown().optional(), wait_count: Count, finish_count: Count, job_total: Count }),
)

const Media = One(z.object({ media_id: Text, pic_url: Text, title: Words, url: Text, desc: Words }))
/** Loose, since a kind that is not known is shown as it came. */
export const WireAttachment = z.looseObject({ msgtype: Text, image: Media, video: Media, link: Media })
export type WireAttachment = z.infer<typeof WireAttachment>

const Senders = One(z.object({ user_list: List(Id), department_list: List(Id) }))
const Customers = One(z.object({ tag_list: List(Id) }))
/** WeCom's add_moment_task, as 芸众 keeps it [docs/vendors/yunzhong.md#moments]. */
const WireMoment = z.object({
  text: One(z.object({ content: Text })),
  attachments: List(WireAttachment),
  visible_range: One(z.object({ sender_list: Senders, external_contact_list: Customers })),
})

export const WireJob = z.object({
  id: RowId,
  created_at: Time,
  moment_total: Code,
  moment_finish_count: Code,
  moment_wait_count: Code,
  content: One(WireMoment),
})
export type WireJob = z.infer<typeof WireJob>

export const WireJobPerson = z.object({ user_id: Userid, status: Code })
export type WireJobPerson = z.infer<typeof WireJobPerson>

/** Documented as an array, sent as an object [docs/vendors/yunzhong.md#notices]. */
const WireBody = One(z.object({ head: Words, title: Words, content: Words, footer: Words }))

const WireNoticeTask = z.object({
  id: OptionalId,
  name: Words,
  desc: Words,
  staff_uid: OptionalId,
  status: Code,
  priority: Code,
  is_archive: Flag,
  start_time: Time,
  deadline_time: Deadline,
  has_one_staff: One(WireStaff),
})

export const WireNotice = z.object({
  id: RowId,
  task_id: OptionalId,
  notice_type: Text,
  notice_desc: Words,
  content: Words,
  created_at: Time,
  body: WireBody,
  has_one_creator: One(WireStaff),
  has_one_staff: One(WireStaff),
  has_one_task: One(WireNoticeTask),
})
export type WireNotice = z.infer<typeof WireNotice>

/** A row of the message centre, which counts its own ids. */
export const WireMessage = z.object({ id: RowId, plugin: Text, created_at: Time, message_body: WireBody })
export type WireMessage = z.infer<typeof WireMessage>

/** What can be read of a row without a good id. The list in which it came says whose it is. */
export const RowOwner: OwnerSchema = z
  .object({ id: OptionalId })
  .transform(({ id }) => ({ id, subject: null, staffIds: [] }))

const Addressed = One(z.object({ visible_range: One(z.object({ sender_list: Senders })) }))
/** Of a job without a good id, whom it names. */
export const JobOwner: OwnerSchema = z.object({ id: OptionalId, content: Addressed }).transform(({ id, content }) => ({
  id,
  subject: null,
  staffIds: (content?.visible_range?.sender_list?.user_list ?? []).map((userid) => useridKey(userid)),
}))
