import { z } from 'zod'

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])
const isSafe = (text: string): boolean => {
  const { protocol, hostname } = new URL(text)
  return protocol === 'https:' || loopback.has(hostname)
}

const secretBytes = { least: 24, most: 64 }
const isSecret = (text: string): boolean => {
  const bytes = Buffer.from(text.slice('whsec_'.length), 'base64').length
  return /^whsec_[A-Za-z0-9+/]+=*$/.test(text) && bytes >= secretBytes.least && bytes <= secretBytes.most
}

const parts = (text: string): string[] => text.split(',').map((part) => part.trim())

/** What the kit has to know of the installation. */
export const OrdersAddress = z
  .object({
    ORDERS_URL: z.url({ protocol: /^https?$/ }).refine(isSafe, 'must be https, but for this machine itself'),
    /** Several while one is being changed: each of them signs. */
    ORDERS_SECRET: z
      .string()
      .transform(parts)
      .refine((all) => all.every(isSecret), 'must be whsec_ and base64 of 24 to 64 bytes, or several between commas'),
    /** A company whose address serves several corps looks at it. */
    WECOM_CORP_ID: z.string().min(1).default('ww0000'),
    /** Whether links may lead there is checked where it is set. */
    ORDERS_LINK_HOSTS: z.string().transform(parts).optional(),
  })
  .transform((env) => ({
    url: env.ORDERS_URL,
    secrets: env.ORDERS_SECRET,
    corpId: env.WECOM_CORP_ID,
    linkHosts: env.ORDERS_LINK_HOSTS,
  }))
