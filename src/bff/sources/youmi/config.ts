import { z } from 'zod'
import { createSettings, type ConfigOf } from '../../upstream/settings.ts'
import { text, url } from '../../upstream/variables.ts'
import { itemAddress } from '../item-address.ts'

export const youmiSettings = createSettings({
  prefix: 'YOUMI',
  // 友米 publishes no limits: modest guesses.
  policy: {
    timeoutMs: 5_000,
    retries: 1,
    backoffMs: 100,
    concurrency: 8,
    queue: 200,
    perSecond: 20,
    breakAfter: 5,
    breakMs: 10_000,
    pauseMs: 5_000,
    maxBytes: 8_000_000,
  },
  needs: { YOUMI_API_URL: url, YOUMI_TOKEN_URL: url, YOUMI_CLIENT_ID: text, YOUMI_CLIENT_SECRET: text },
  more: {
    /** The tenant, where the client belongs to an agency of several. */
    YOUMI_TENANT_ID: text.optional(),
    /** `userid` where the tenant's 工号 is the WeCom userid. */
    YOUMI_STAFF_ID: z.literal('userid').optional(),
    /** Where a todo is completed, with `{id}`. */
    YOUMI_TODO_URL: itemAddress.optional(),
  },
  toConfig: (env) => ({
    apiUrl: env.YOUMI_API_URL,
    tokenUrl: env.YOUMI_TOKEN_URL,
    clientId: env.YOUMI_CLIENT_ID,
    clientSecret: env.YOUMI_CLIENT_SECRET,
    tenantId: env.YOUMI_TENANT_ID ?? null,
    isStaffIdUserid: env.YOUMI_STAFF_ID === 'userid',
    ...(env.YOUMI_TODO_URL && { itemUrl: env.YOUMI_TODO_URL }),
  }),
})
export type YoumiConfig = ConfigOf<typeof youmiSettings>
