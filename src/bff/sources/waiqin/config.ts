import { z } from 'zod'
import { createSettings, type ConfigOf } from '../../upstream/settings.ts'
import { day, text, url } from '../../upstream/variables.ts'
import { itemAddress } from '../item-address.ts'

export const waiqinSettings = createSettings({
  prefix: 'WAIQIN',
  // 勤策 publishes no limits, so these are modest guesses. Three mirrors read it, that of tasks with two calls at a time:
  // this is limit enough, so there is none per second.
  policy: {
    timeoutMs: 30_000,
    retries: 2,
    backoffMs: 200,
    concurrency: 4,
    queue: 50,
    perSecond: 0,
    breakAfter: 5,
    breakMs: 15_000,
    pauseMs: 10_000,
    maxBytes: 32_000_000,
  },
  needs: { WAIQIN_API_URL: url, WAIQIN_OPENID: text, WAIQIN_APP_KEY: text },
  more: {
    /** The first day whose tasks are read; three years ago if not set. */
    WAIQIN_SINCE: day.optional(),
    /** `source_code` where an employee's source_code is the WeCom userid. */
    WAIQIN_STAFF_ID: z.literal('source_code').optional(),
    /** `followers`: a salesperson's link shows every task of the customer to every follower of the contact. */
    WAIQIN_VISIBILITY: z.enum(['own', 'followers']).default('own'),
    /** Where a task is reported on, with `{id}`. */
    WAIQIN_TASK_URL: itemAddress.optional(),
  },
  toConfig: (env) => ({
    apiUrl: env.WAIQIN_API_URL,
    openid: env.WAIQIN_OPENID,
    appKey: env.WAIQIN_APP_KEY,
    since: env.WAIQIN_SINCE ?? null,
    isSourceCodeUserid: env.WAIQIN_STAFF_ID === 'source_code',
    visibility: env.WAIQIN_VISIBILITY,
    ...(env.WAIQIN_TASK_URL && { itemUrl: env.WAIQIN_TASK_URL }),
  }),
})
export type WaiqinConfig = ConfigOf<typeof waiqinSettings>
