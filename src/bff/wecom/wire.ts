import { z } from 'zod'

/** Some calls have no errcode when they succeed. */
export const WireEnvelope = z.object({ errcode: z.int().default(0), errmsg: z.string().default('') })

export const WireToken = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() })
export const WireTicket = z.object({ ticket: z.string().min(1), expires_in: z.number().positive() })

/** `userid` of a member; an outsider has `openid` instead. */
export const WireUserInfo = z.object({ userid: z.string().optional() })
/** `status`: 1 active, 2 disabled, 4 not activated, 5 left. A status that is none says nothing. */
export const WireUser = z.object({ name: z.string().optional(), status: z.int().optional().catch(undefined) })

const text = z.string().nullish()

const WireTag = z.object({ tag_id: text, group_name: text, tag_name: z.string() })

export const WireFollowUser = z.object({
  userid: z.string(),
  remark: text,
  description: text,
  createtime: z.number().nullish(),
  tags: z.array(WireTag).nullish(),
  remark_corp_name: text,
  remark_mobiles: z.array(z.string()).nullish(),
  add_way: z.int().nullish(),
})
export type WireFollowUser = z.infer<typeof WireFollowUser>

export const WireContact = z.object({
  external_contact: z.object({
    external_userid: z.string(),
    name: text,
    avatar: text,
    type: z.number().nullish(),
    corp_name: text,
    corp_full_name: text,
    position: text,
  }),
  follow_user: z.array(WireFollowUser).nullish(),
  next_cursor: text,
})
export type WireContact = z.infer<typeof WireContact>

export const WireChat = z.object({
  group_chat: z.object({
    chat_id: z.string(),
    name: text,
    owner: z.string(),
    create_time: z.number().nullish(),
    notice: text,
    member_list: z.array(z.object({ userid: z.string(), type: z.number(), name: text })).nullish(),
    admin_list: z.array(z.object({ userid: z.string() })).nullish(),
  }),
})
export type WireChat = z.infer<typeof WireChat>

export const WireChatList = z.object({
  group_chat_list: z.array(z.object({ chat_id: z.string() })).nullish(),
  next_cursor: text,
})

const list = z.array(z.unknown()).nullish()

/** What can be wrong with the app. `close` is 1 if it was stopped. */
export const WireAgent = z.object({
  name: text,
  close: z.number().nullish(),
  redirect_domain: text,
  allow_userinfos: z.object({ user: list }).nullish(),
  allow_partys: z.object({ partyid: list }).nullish(),
  allow_tags: z.object({ tagid: list }).nullish(),
})
export type WireAgent = z.infer<typeof WireAgent>

export const WireFollowers = z.object({ follow_user: z.array(z.string()).nullish() })
