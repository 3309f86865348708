import { z } from 'zod'
import { createSettings, type ConfigOf } from '../../upstream/settings.ts'
import { digits, text, url } from '../../upstream/variables.ts'

const serviceAccount = ['YUNZHONG_SERVICE_MOBILE', 'YUNZHONG_SERVICE_PASSWORD'] as const

export const yunzhongSettings = createSettings({
  prefix: 'YUNZHONG',
  // 芸众 publishes no limits: modest guesses.
  policy: {
    timeoutMs: 8_000,
    retries: 1,
    backoffMs: 200,
    concurrency: 8,
    queue: 200,
    perSecond: 50,
    breakAfter: 5,
    breakMs: 10_000,
    pauseMs: 5_000,
    maxBytes: 8_000_000,
  },
  needs: {
    /** The host; both families of routes lie below it. */
    YUNZHONG_API_URL: url,
    /** The shop account's number, which is in every path. */
    YUNZHONG_UNIACID: digits,
  },
  more: {
    /** The enterprise, where an account may have several. */
    YUNZHONG_BUSINESS_ID: digits.optional(),
    YUNZHONG_SERVICE_MOBILE: z
      .string()
      .regex(/^\d{5,15}$/, 'must be 5 to 15 digits')
      .optional(),
    YUNZHONG_SERVICE_PASSWORD: text.optional(),
  },
  onlyWithNeeds: ['YUNZHONG_BUSINESS_ID', ...serviceAccount],
  pairs: [serviceAccount],
  toConfig({ YUNZHONG_SERVICE_MOBILE: mobile, YUNZHONG_SERVICE_PASSWORD: password, ...env }) {
    return {
      apiUrl: env.YUNZHONG_API_URL,
      uniacid: env.YUNZHONG_UNIACID,
      businessId: env.YUNZHONG_BUSINESS_ID ?? null,
      /** Whose session reads the moments jobs; null leaves them out. */
      service: mobile && password ? { mobile, password } : null,
    }
  },
})
export type YunzhongConfig = ConfigOf<typeof yunzhongSettings>
