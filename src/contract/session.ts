import { z } from 'zod'
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
})
export type Boot = z.infer<typeof Boot>
