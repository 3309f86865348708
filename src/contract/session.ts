import { z } from 'zod'
import { ExternalUserId, SourceKey } from '#contract/id'
import { Panel } from '#contract/panel'
import { SourceId } from '#contract/source'

/** Who is signed in: a member of the company, by WeCom's userid. */
export const Staff = z.strictObject({ userid: z.string(), name: z.string() })
export type Staff = z.infer<typeof Staff>

export const Session = z.strictObject({
  staff: Staff,
  corpId: z.string(),
  agentId: z.string(),
  sources: z.array(
    z.strictObject({
      id: SourceId,
      configured: z.boolean(),
      connected: z.boolean(),
      /** What the company calls its own order system; absent where it has said nothing. */
      name: z.string().optional(),
    }),
  ),
  /** Those that this person may open; none in the page that 企客聊 opens. */
  panels: z.array(Panel),
  /** Id of the build; differs after a deployment. */
  build: z.string(),
})
export type Session = z.infer<typeof Session>

/** An agentConfig signature for exactly `url` [docs/vendors/wecom.md#page-signature]. */
export const Signature = z.strictObject({
  corpId: z.string(),
  agentId: z.string(),
  url: z.string(),
  /** Unix seconds. */
  timestamp: z.int(),
  nonceStr: z.string(),
  signature: z.string(),
})
export type Signature = z.infer<typeof Signature>

/** What the HTML carries, so that the page needs no round trip before it can ask the SDK. */
export const Boot = z.strictObject({
  build: z.string(),
  /** Null outside WeCom, where nobody is signed in. */
  session: Session.nullable(),
  /** Null when WeCom gave no ticket in time: the page asks for a signature by itself. */
  signature: Signature.nullable(),
  /** Which client the page is in, where it is not WeCom. */
  host: z.literal('qikeliao').optional(),
  /** With `host`: every call brings it as `Authorization: Bearer`. It ends ten minutes after the page was opened. */
  bearer: z.string().optional(),
  /** With `host`: whom the page is about. The contact is null where the friend is not linked, or is not the caller's. */
  subject: z
    .strictObject({
      kind: z.literal('friend'),
      friendId: SourceKey,
      externalUserId: ExternalUserId.nullable(),
    })
    .optional(),
})
export type Boot = z.infer<typeof Boot>
