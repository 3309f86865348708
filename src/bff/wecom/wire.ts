import { z } from 'zod'
import { Code, Id, isPlain, List, One, OptionalId, StrictCode, Text, Time } from '../wire/fields.ts'
import { listOf } from '../wire/shapes.ts'

/** An error must stay one, so an errcode that is no number is not taken for none. */
const Errcode = z.preprocess(
  (value) => (typeof value === 'string' && /^-?\d{1,9}$/.test(value) ? Number(value) : value),
  z.int().default(0),
)
/** Some calls have no errcode when they succeed. */
export const WireEnvelope = z.object({ errcode: Errcode, errmsg: Text })

/** `expires_in`: null where WeCom does not say. */
export const WireToken = z.object({ access_token: z.string().min(1), expires_in: Code })
export const WireTicket = z.object({ ticket: z.string().min(1), expires_in: Code })

/** What says who has a right: text as it is, with nothing in it that cannot be seen, and nothing else. */
const StrictId = z.string().min(1).refine(isPlain)

/** Null where it is empty, too. */
const OptionalStrictId = z.preprocess((value) => (value === '' ? null : value), StrictId.nullish())

/**
 * Entries that say who has a right. One that cannot be read is null: where none of several can, the answer as a whole is
 * unreadable, and nobody has lost a right (`entriesOf`).
 */
const Entries = <Schema extends z.ZodType>(entry: Schema) =>
  z.preprocess((value) => listOf(value) ?? value, z.array(entry.nullable()))

/** `userid` of a member; an outsider has `openid` instead. Older and private editions write `UserId`. */
export const WireUserInfo = z.object({ userid: OptionalStrictId, UserId: OptionalStrictId })
/** `status`: 1 active, 2 disabled, 4 not activated, 5 left. It ends sessions, so one that is no number says nothing. */
export const WireUser = z.object({ name: Text, status: z.int().nullish() })

const WireTag = z.object({ tag_id: OptionalId, group_name: Text, tag_name: Text })

export const WireFollowUser = z.object({
  userid: StrictId,
  remark: Text,
  description: Text,
  createtime: Time,
  tags: List(WireTag),
  remark_corp_name: Text,
  remark_mobiles: List(Text),
  add_way: Code,
})
export type WireFollowUser = z.infer<typeof WireFollowUser>

export const WireContact = z.object({
  external_contact: z.object({
    external_userid: StrictId,
    /** Of WeChat users alone, and only where the company is bound to an open platform account. */
    unionid: OptionalStrictId,
    name: Text,
    avatar: Text,
    type: Code,
    corp_name: Text,
    corp_full_name: Text,
    position: Text,
  }),
  follow_user: Entries(WireFollowUser),
  next_cursor: Text,
})
export type WireContact = z.infer<typeof WireContact>

export const WireChat = z.object({
  group_chat: z.object({
    chat_id: StrictId,
    name: Text,
    /** None where the owner has left. */
    owner: OptionalStrictId,
    create_time: Time,
    notice: Text,
    /** WeCom does not tell the id of every outsider. */
    member_list: Entries(z.object({ userid: OptionalStrictId, type: StrictCode, name: Text })),
    admin_list: List(z.object({ userid: StrictId })),
  }),
})
export type WireChat = z.infer<typeof WireChat>

export const WireChatList = z.object({
  group_chat_list: Entries(z.object({ chat_id: StrictId })),
  next_cursor: Text,
})

const Anything = List(z.unknown())

/** What can be wrong with the app. `close` is 1 if it was stopped. */
export const WireAgent = z.object({
  name: Text,
  close: Code,
  redirect_domain: Text,
  allow_userinfos: One(z.object({ user: Anything })),
  allow_partys: One(z.object({ partyid: Anything })),
  allow_tags: One(z.object({ tagid: Anything })),
})
export type WireAgent = z.infer<typeof WireAgent>

/** As many as there may be people. */
const longestDirectory = 50_000

/** WeCom documents it as always there, so an answer without it is unreadable: it does not say that there is nobody. */
const Told = <Schema extends z.ZodType>(entry: Schema) =>
  z.preprocess(
    (value, context) => {
      if (value === undefined || value === null) context.addIssue('not there')
      return value
    },
    List(entry, longestDirectory),
  )

/** Of departments and members that the app may see; of their names, too. */
export const WireDepartmentIds = z.object({ department_id: Told(z.object({ id: Id })) })
export const WireDepartments = z.object({ department: List(z.object({ id: Id, name: Text, parentid: OptionalId })) })
export const WireMembers = z.object({
  userlist: Told(z.object({ userid: StrictId, name: Text, department: List(Id) })),
})

/** Those whom the app is shown to by name. */
export const WireVisible = z.object({ allow_userinfos: One(z.object({ user: List(z.object({ userid: StrictId })) })) })

export const WireFollowers = z.object({ follow_user: Told(StrictId) })
