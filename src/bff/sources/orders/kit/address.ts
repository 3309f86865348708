import { z } from 'zod'
import { address, hosts, secrets } from '../variables.ts'

/** What the kit has to know of the installation. */
export const OrdersAddress = z
  .object({
    ORDERS_URL: address,
    /** Each of them signs. */
    ORDERS_SECRET: secrets,
    /** A company whose address serves several corps looks at it. */
    WECOM_CORP_ID: z.string().min(1).default('ww0000'),
    /** Whether links may lead there is checked where it is set. */
    ORDERS_LINK_HOSTS: hosts.optional(),
  })
  .transform((env) => ({
    url: env.ORDERS_URL,
    secrets: env.ORDERS_SECRET,
    corpId: env.WECOM_CORP_ID,
    linkHosts: env.ORDERS_LINK_HOSTS,
  }))
