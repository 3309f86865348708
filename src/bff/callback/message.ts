import { ChatId, ExternalUserId } from '#contract/id'
import { XMLParser } from 'fast-xml-parser'
import { z } from 'zod'

/** Text and nothing else: no attributes, no entities, no numbers. */
const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, processEntities: false, maxNestedTags: 8 })

const Root = z.object({ xml: z.unknown() })
const Outer = z.object({ Encrypt: z.string().min(1) })

const Kind = z.enum(['change_external_contact', 'change_external_chat'])
const Message = z.object({
  Event: z.string(),
  ChangeType: z.string().default(''),
  ExternalUserID: z.string().optional(),
  ChatId: z.string().optional(),
  UpdateDetail: z.string().optional(),
})

/** The fields of an event that are used here. */
export type CallbackEvent =
  | { kind: 'contact'; externalUserId: string }
  | { kind: 'chat'; chatId: string; mayHaveNewOwner: boolean }
  | { kind: 'other' }

/** Changes of a group that do not change its owner. Any other name may mean a new owner. */
const sameOwner = new Set(['add_member', 'del_member', 'change_name', 'change_notice'])

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

/** An event of a contact or a group; `other` for every other event. */
export function readEvent(text: string): CallbackEvent {
  const message = Message.safeParse(fieldsOf(text))
  const kind = Kind.safeParse(message.data?.Event)
  if (!message.success || !kind.success) return { kind: 'other' }
  const { ChangeType, ExternalUserID, ChatId: chat, UpdateDetail = '' } = message.data
  const externalUserId = ExternalUserId.safeParse(ExternalUserID)
  const chatId = ChatId.safeParse(chat)
  if (kind.data === 'change_external_contact' && externalUserId.success)
    return { kind: 'contact', externalUserId: externalUserId.data }
  if (kind.data === 'change_external_chat' && chatId.success)
    return {
      kind: 'chat',
      chatId: chatId.data,
      mayHaveNewOwner: ChangeType !== 'dismiss' && !sameOwner.has(UpdateDetail),
    }
  return { kind: 'other' }
}
