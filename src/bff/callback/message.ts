import { ChatId, ExternalUserId } from '#contract/id'
import { XMLParser } from 'fast-xml-parser'
import { z } from 'zod'
import { isSameUserid } from '../userid.ts'

/** Text and nothing else: no attributes, no entities, no numbers. */
const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, processEntities: false, maxNestedTags: 8 })

const Root = z.object({ xml: z.unknown() })
const Outer = z.object({ Encrypt: z.string().min(1) })

const Kind = z.enum(['change_external_contact', 'change_external_chat', 'change_contact', 'unsubscribe'])
const Message = z.object({
  Event: z.string(),
  ChangeType: z.string().default(''),
  ExternalUserID: z.string().optional(),
  ChatId: z.string().optional(),
  UpdateDetail: z.string().optional(),
  CreateTime: z.string().optional(),
  FromUserName: z.string().optional(),
  UserID: z.string().optional(),
  NewUserID: z.string().optional(),
  Status: z.string().optional(),
})

/** Somebody left. `gone`: disabled, out of the company or of the app's visible range, which may be undone. */
export interface PersonEvent {
  kind: 'person'
  userid: string
  how: 'deleted' | 'renamed' | 'gone'
  /** When it happened, in ms; null where WeCom does not say. */
  at: number | null
}

/** The fields of an event that are used here. */
export type CallbackEvent =
  | { kind: 'contact'; externalUserId: string }
  | { kind: 'chat'; chatId: string; mayHaveNewOwner: boolean }
  | PersonEvent
  | { kind: 'other' }

/** Changes of a group that do not change its owner. Any other name may mean a new owner. */
const sameOwner = new Set(['add_member', 'del_member', 'change_name', 'change_notice'])

/** CDATA, or an `&` that begins no entity, as in a customer's name that was not escaped. No field that is used has one. */
const cdataOrLoneAmpersand = /<!\[CDATA\[(?:[^]*?\]\]>|[^]*$)|&(?!(?:[a-z]{2,8}|#\d{1,7}|#x[\da-f]{1,6});)/gi

const withoutLoneAmpersands = (text: string): string =>
  text.replaceAll(cdataOrLoneAmpersand, (found) => (found === '&' ? '&amp;' : found))

/** The fields of `<xml>`; null for any other document, and for one with a DOCTYPE, which WeCom never sends. */
function fieldsOf(text: string): unknown {
  if (/<!doctype/i.test(text)) return null
  try {
    return Root.parse(parser.parse(text, true)).xml
  } catch {
    return null
  }
}

/** The sealed message in a body; null where there is none. */
export function readEncrypted(body: string): string | null {
  const outer = Outer.safeParse(fieldsOf(body))
  return outer.success ? outer.data.Encrypt : null
}

const userid = z.string().regex(/^[\w.@-]{1,64}$/)
/** Disabled, and left the company [docs/vendors/wecom.md#members]. */
const goneStatuses = new Set(['2', '5'])

type Fields = z.infer<typeof Message>

function howOf({ Event, ChangeType, UserID = '', NewUserID = '', Status = '' }: Fields): PersonEvent['how'] | null {
  if (Event === 'unsubscribe') return 'gone'
  if (ChangeType === 'delete_user') return 'deleted'
  if (ChangeType !== 'update_user') return null
  // Other letters are the same userid.
  if (NewUserID !== '' && !isSameUserid(NewUserID, UserID)) return 'renamed'
  return goneStatuses.has(Status) ? 'gone' : null
}

/** Unix seconds as ms; null for anything else. */
export function readSeconds(text = ''): number | null {
  const seconds = /^\d{1,12}$/.test(text) ? Number(text) : 0
  return seconds > 0 ? seconds * 1000 : null
}

function personEvent(fields: Fields): CallbackEvent {
  const [how, id] = [howOf(fields), userid.safeParse(fields.UserID ?? fields.FromUserName)]
  if (how === null || !id.success) return { kind: 'other' }
  return { kind: 'person', userid: id.data, how, at: readSeconds(fields.CreateTime) }
}

function contactEvent({ ExternalUserID }: Fields): CallbackEvent {
  const id = ExternalUserId.safeParse(ExternalUserID)
  return id.success ? { kind: 'contact', externalUserId: id.data } : { kind: 'other' }
}

function chatEvent({ ChangeType, ChatId: chat, UpdateDetail = '' }: Fields): CallbackEvent {
  const id = ChatId.safeParse(chat)
  if (!id.success) return { kind: 'other' }
  return { kind: 'chat', chatId: id.data, mayHaveNewOwner: ChangeType !== 'dismiss' && !sameOwner.has(UpdateDetail) }
}

const readers: Record<z.infer<typeof Kind>, (fields: Fields) => CallbackEvent> = {
  change_external_contact: contactEvent,
  change_external_chat: chatEvent,
  change_contact: personEvent,
  unsubscribe: personEvent,
}

const fieldsIn = (text: string): Fields | undefined => Message.safeParse(fieldsOf(withoutLoneAmpersands(text))).data

/** An event of a contact, a group or a colleague; `other` for every other event. */
export function readEvent(text: string): CallbackEvent {
  const fields = fieldsIn(text)
  const kind = Kind.safeParse(fields?.Event)
  return fields && kind.success ? readers[kind.data](fields) : { kind: 'other' }
}

/** When a message was made, in ms; null where it does not say. */
export const readCreatedAt = (text: string): number | null => readSeconds(fieldsIn(text)?.CreateTime)
