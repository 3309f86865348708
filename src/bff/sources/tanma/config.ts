import { z } from 'zod'
import { createSettings, type ConfigOf } from '../../upstream/settings.ts'
import { text, url } from '../../upstream/variables.ts'
import { itemAddress } from '../item-address.ts'

/** Raw sendStatus → meaning, such as `0=open,1=done`. */
const sendStatus = z
  .string()
  .regex(/^\d+=(open|done|cancelled)(,\d+=(open|done|cancelled))*$/, 'must look like 0=open,1=done')
  .transform(
    (value): ReadonlyMap<string, 'open' | 'done' | 'cancelled'> =>
      new Map(value.split(',').map((pair) => pair.split('=') as [string, 'open' | 'done' | 'cancelled'])),
  )

export const tanmaSettings = createSettings({
  prefix: 'TANMA',
  // 探马 publishes no limits: modest guesses.
  policy: {
    timeoutMs: 10_000,
    retries: 1,
    backoffMs: 100,
    concurrency: 4,
    queue: 100,
    perSecond: 20,
    breakAfter: 5,
    breakMs: 10_000,
    pauseMs: 5_000,
    maxBytes: 16_000_000,
  },
  needs: { TANMA_API_URL: url, TANMA_APP_ID: text, TANMA_APP_KEY: text },
  more: {
    /** What the tenant knows of the undocumented sendStatus; nothing until it tells. */
    TANMA_SEND_STATUS: sendStatus.optional(),
    /** Where a group SOP is carried out, with `{id}`. */
    TANMA_SOP_URL: itemAddress.optional(),
  },
  toConfig: (env) => ({
    apiUrl: env.TANMA_API_URL,
    appId: env.TANMA_APP_ID,
    appKey: env.TANMA_APP_KEY,
    sendStatus: env.TANMA_SEND_STATUS ?? new Map<string, never>(),
    ...(env.TANMA_SOP_URL && { itemUrl: env.TANMA_SOP_URL }),
  }),
})
export type TanmaConfig = ConfigOf<typeof tanmaSettings>
