import { z } from 'zod'
import { Code, Id, Text } from '../../wire/fields.ts'

/** Documented with an offset. Without one it is China time, and empty means none. */
const Time = z.union([z.iso.datetime({ offset: true, local: true }), z.literal('')]).nullish()

/**
 * The token endpoint's answer, as OAuth 2 has it; the vendor's own page leaves it empty [docs/vendors/youmi.md#token].
 */
export const WireToken = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() })

/** `errmsg` is the numeric code, `errdesc` the text [docs/vendors/youmi.md#envelope]. */
export const WireEnvelope = z.object({ succeed: z.boolean(), errmsg: Code.nullish() })
export const WireValues = z.object({ values: z.array(z.unknown()) })

/** The spelling is the vendor's: the account is documented as `wechat…` and sent as `ad_wechat_…`. */
export const WireTodo = z.object({
  id: Id,
  weixin: Id,
  sffId: Text,
  remindTitle: Text,
  followupsiTuation: Text,
  remindTime: Time,
  addTime: Time,
  isAlways: z.boolean().nullish(),
  sate: Code,
  recipientData: z.unknown(),
  wecharId: Id.nullish(),
  from: Code.nullish(),
  levelColor: Text,
  levelName: Text,
  eventType: Code.nullish(),
  ad_wechat_nober: Text,
  ad_wechat_nick: Text,
  wechatNober: Text,
  wechatNick: Text,
})
export type WireTodo = z.infer<typeof WireTodo>
