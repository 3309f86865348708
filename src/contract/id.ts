import { z } from 'zod'

/** WeCom's external_userid (`wm…`, `wo…`): opaque and case-sensitive. */
export const ExternalUserId = z.string().regex(/^w[mo][\w-]{1,62}$/)
/** WeCom's chat_id of a customer group (`wr…`): opaque and case-sensitive. */
export const ChatId = z.string().regex(/^wr[\w-]{1,62}$/)
/** A vendor's id of a person, customer or friend, in letters of any script: 销售01. 19-digit numbers stay strings. */
export const SourceKey = z.string().regex(/^[\p{L}\p{M}\p{N}_.@-]{1,64}$/u)
/** ISO 8601 with an offset. */
export const Instant = z.iso.datetime({ offset: true })
/** A vendor's own row number, as digits. */
export const RowId = z.string().regex(/^\d{1,20}$/)
