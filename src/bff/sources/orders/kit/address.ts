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

/** What the kit has to know of the installation. */
export const OrdersAddress = z
  .object({
    ORDERS_URL: z.url({ protocol: /^https?$/ }).refine(isSafe, 'must be https, but for this machine itself'),
    ORDERS_SECRET: z.string().refine(isSecret, 'must be whsec_ and base64 of 24 to 64 bytes'),
    /** A company whose address serves several corps looks at it. */
    WECOM_CORP_ID: z.string().min(1).default('ww0000'),
  })
  .transform((env) => ({ url: env.ORDERS_URL, secret: env.ORDERS_SECRET, corpId: env.WECOM_CORP_ID }))
