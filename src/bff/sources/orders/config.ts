import { z } from 'zod'
import { createSettings, type ConfigOf } from '../../upstream/settings.ts'
import { address, hosts, secrets } from './variables.ts'

const longestName = 12
const name = z
  .string()
  .trim()
  .min(1)
  .refine((text) => [...text].length <= longestName, `must have at most ${longestName} characters`)

/** With one secret for both directions, what we send could be sent back to us as an event. */
const reflected = ({ ORDERS_SECRET, ORDERS_EVENT_SECRET = [] }: Record<string, readonly string[] | undefined>) =>
  ORDERS_EVENT_SECRET.some((secret) => ORDERS_SECRET?.includes(secret))
    ? ['ORDERS_EVENT_SECRET: must differ from ORDERS_SECRET']
    : []

export const ordersSettings = createSettings({
  prefix: 'ORDERS',
  policy: {
    timeoutMs: 8_000,
    retries: 1,
    backoffMs: 100,
    concurrency: 8,
    queue: 200,
    perSecond: 50,
    breakAfter: 5,
    breakMs: 10_000,
    pauseMs: 5_000,
    maxBytes: 1_048_576,
  },
  needs: { ORDERS_URL: address, ORDERS_SECRET: secrets },
  more: {
    /** Signs what the order system tells us. */
    ORDERS_EVENT_SECRET: secrets.optional(),
    /** What the company calls its system. */
    ORDERS_NAME: name.optional(),
    /** Hosts that links may lead to; without it, that of ORDERS_URL. */
    ORDERS_LINK_HOSTS: hosts.optional(),
    /** Hosts from which pictures are read; without it, that of ORDERS_URL. */
    ORDERS_IMAGE_HOSTS: hosts.optional(),
  },
  onlyWithNeeds: ['ORDERS_EVENT_SECRET', 'ORDERS_NAME', 'ORDERS_LINK_HOSTS', 'ORDERS_IMAGE_HOSTS'],
  faultsOf: ({ ORDERS_SECRET, ORDERS_EVENT_SECRET }) => reflected({ ORDERS_SECRET, ORDERS_EVENT_SECRET }),
  toConfig: (env) => ({
    url: env.ORDERS_URL,
    secrets: env.ORDERS_SECRET as readonly string[],
    eventSecrets: (env.ORDERS_EVENT_SECRET ?? []) as readonly string[],
    name: env.ORDERS_NAME ?? null,
    linkHosts: (env.ORDERS_LINK_HOSTS ?? [new URL(env.ORDERS_URL).host]) as readonly string[],
    imageHosts: (env.ORDERS_IMAGE_HOSTS ?? [new URL(env.ORDERS_URL).host]) as readonly string[],
  }),
})
export type OrdersConfig = ConfigOf<typeof ordersSettings>
