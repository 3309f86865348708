import { z } from 'zod'
import { Instant } from '#contract/id'

/** As the configuration names it; it stands in addresses. */
export const PanelId = z.string().regex(/^[a-z][a-z\d-]{0,31}$/)
export type PanelId = z.infer<typeof PanelId>

/** Beside what the sidebar was opened: a customer, a customer group, or nobody. */
export const PanelEntry = z.enum(['contact', 'group', 'mine'])
export type PanelEntry = z.infer<typeof PanelEntry>

/** A page of the company's own that is shown as a tab of the sidebar. */
export const Panel = z.strictObject({
  id: PanelId,
  /** Six characters at most. */
  title: z.string(),
  /** Where the page is. */
  url: z.string(),
  /** That of `url`, never the sidebar's own: messages go to it and come from it alone. */
  origin: z.string(),
  entries: z.array(PanelEntry),
  /** Whether it may ask for something to be placed in the chat. */
  place: z.boolean(),
  /** Hosts, in small letters and with a port that is not 443, of links that it may open or have placed: as `URL.host` says. */
  linkHosts: z.array(z.string()),
})
export type Panel = z.infer<typeof Panel>

/** With the token that is about to expire, the next one has the same context id. */
export const PanelTokenRequest = z.strictObject({ renew: z.string().max(4096).optional() }).optional()

/** Who asks, and about whom, signed for this panel alone (docs/panels.md). */
export const PanelToken = z.strictObject({
  /** JWS in compact form, ES256. Its claim `ctx` is the context id. */
  token: z.string(),
  expiresAt: Instant,
})
export type PanelToken = z.infer<typeof PanelToken>
