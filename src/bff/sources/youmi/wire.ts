import { z } from 'zod'
import { Code, Deadline, Flag, Id, List, OptionalId, Text, Time, Words } from '../../wire/fields.ts'

/**
 * The token endpoint's answer, as OAuth 2 has it; the vendor's own page leaves it empty [docs/vendors/youmi.md#token].
 */
export const WireToken = z.object({ access_token: z.string().min(1), expires_in: Code })

/** `errmsg` is the numeric code, `errdesc` the text [docs/vendors/youmi.md#envelope]. */
export const WireEnvelope = z.object({ succeed: Flag, errmsg: Code, values: z.unknown().optional() })

/** JSON inside a string, and not always well-formed [docs/vendors/youmi.md#todos]: words with blanks in them are no 工号. */
const Recipients = List(Id.refine((staffId) => !/\s/.test(staffId)))

/** The spelling is the vendor's: the account is documented as `wechat…` and sent as `ad_wechat_…`. */
export const WireTodo = z.object({
  id: Id,
  weixin: OptionalId,
  sffId: Text,
  remindTitle: Words,
  followupsiTuation: Words,
  remindTime: Deadline,
  addTime: Time,
  isAlways: Flag,
  sate: Code,
  recipientData: Recipients,
  wecharId: OptionalId,
  from: Code,
  levelColor: Text,
  levelName: Words,
  eventType: Code,
  ad_wechat_nober: Text,
  ad_wechat_nick: Text,
  wechatNober: Text,
  wechatNick: Text,
})
export type WireTodo = z.infer<typeof WireTodo>

/** Whom a todo names, and whether it is open. */
export const WireNaming = WireTodo.pick({ id: true, sate: true, recipientData: true }).extend({ sffId: OptionalId })
export type WireNaming = z.infer<typeof WireNaming>

/** What the order of reading depends on, before a row is read. */
export const WireMark = z.object({ id: Id, sate: Code })

/** Of a row without an id. */
export const WireOwner = z
  .object({ weixin: OptionalId, recipientData: Recipients })
  .transform(({ weixin, recipientData }) => ({ id: null, subject: weixin, staffIds: recipientData }))

/** No answer of GetStaffList is published: the names of the vendor's other lists are tried [docs/vendors/youmi.md#staff]. */
export const WireStaff = z
  .object({
    staffCode: OptionalId,
    sffId: OptionalId,
    ad_staff_code: OptionalId,
    staffName: Words,
    ad_staff_name: Words,
    name: Words,
    departName: Words,
    depart_name: Words,
    staffState: Code,
  })
  .refine(({ staffCode, sffId, ad_staff_code }) => (staffCode ?? sffId ?? ad_staff_code) !== null)
  .transform((wire) => ({
    id: wire.staffCode ?? wire.sffId ?? wire.ad_staff_code ?? '',
    name: wire.staffName ?? wire.ad_staff_name ?? wire.name,
    code: null,
    otherCode: null,
    department: wire.departName ?? wire.depart_name,
    state:
      wire.staffState === null
        ? ('unknown' as const)
        : wire.staffState === 0
          ? ('active' as const)
          : ('disabled' as const),
  }))
