import { z } from 'zod'
import { Instant } from '#contract/id'

/**
 * One piece of what is to be sent. A `mediaId` is a temporary id of WeCom's, good for three days, and no URL; a
 * `url` is the vendor's own and is shown as text, or loaded only from hosts that the page's policy names.
 */
export const Content = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string() }),
  z.strictObject({ type: z.literal('image'), url: z.string().nullable(), mediaId: z.string().nullable() }),
  z.strictObject({
    type: z.literal('link'),
    title: z.string(),
    url: z.string(),
    description: z.string().nullable(),
    imageUrl: z.string().nullable(),
  }),
  z.strictObject({
    type: z.literal('mini_program'),
    title: z.string(),
    appId: z.string(),
    page: z.string(),
    imageUrl: z.string().nullable(),
  }),
  z.strictObject({ type: z.literal('video'), url: z.string().nullable(), mediaId: z.string().nullable() }),
  z.strictObject({ type: z.literal('file'), url: z.string().nullable(), mediaId: z.string().nullable() }),
  /** A kind that the vendor's pages do not name. */
  z.strictObject({ type: z.literal('unknown'), raw: z.string() }),
])
export type Content = z.infer<typeof Content>

/** The pieces of a push, in the vendor's order. `key` is the vendor's index, needed to mark a piece. */
export const PushContent = z.strictObject({
  pushId: z.string(),
  title: z.string(),
  pieces: z.array(
    z.strictObject({
      key: z.string(),
      content: Content,
      /** When it was placed in the chat and the vendor confirmed the mark; null: not yet, as far as is known. */
      placedAt: Instant.nullable(),
    }),
  ),
})
export type PushContent = z.infer<typeof PushContent>
