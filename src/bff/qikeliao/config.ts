import { z } from 'zod'
import { isLoopback } from '../store/is-loopback.ts'
import type { Group } from '../upstream/settings.ts'

const leastBytes = 8

/** An address may hold other signs, which mean something to a policy. */
const host = /^(?:[a-z\d.-]+|\[[\da-f:]+\])$/

function isAncestor(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { origin, protocol, hostname } = new URL(text)
  return (
    text === origin && host.test(hostname) && (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)))
  )
}

const ancestors = z
  .string()
  .transform((value) => value.split(',').map((each) => each.trim()))
  .refine((all) => all.every(isAncestor), 'must be https origins between commas, without a path; http on loopback only')

/** The variables of the page that 企客聊 opens; the first two are needed. */
export const qikeliaoVariables = {
  /** 私钥 of 后勤 → CRM对接配置. Without one the order address itself would be the key, which everybody on the way knows. */
  QKL_PRIVATE_KEY: z
    .string()
    .refine(
      (key) => Buffer.byteLength(key) >= leastBytes,
      `must have at least ${leastBytes} bytes; 24 and more are better`,
    )
    .optional(),
  /** The company's number there, which each address names. */
  QKL_MERCHANT_ID: z
    .string()
    .regex(/^[\w-]{1,64}$/, 'must be letters or digits')
    .optional(),
  QKL_CIPHER: z.enum(['cbc', 'ecb']).default('cbc'),
  /** Origins of pages that may show ours in a frame; none without it. */
  QKL_FRAME_ANCESTORS: ancestors.optional(),
}

export const qikeliaoGroups: readonly Group[] = [
  { needs: ['QKL_PRIVATE_KEY', 'QKL_MERCHANT_ID'], may: ['QKL_CIPHER', 'QKL_FRAME_ANCESTORS'] },
]

/** Null: there is no such page. */
export function toQikeliaoConfig(env: z.output<z.ZodObject<typeof qikeliaoVariables>>) {
  const { QKL_PRIVATE_KEY: privateKey, QKL_MERCHANT_ID: merchantId } = env
  if (!privateKey || !merchantId) return null
  const frameAncestors: readonly string[] = env.QKL_FRAME_ANCESTORS ?? []
  return { privateKey, merchantId, cipher: env.QKL_CIPHER, frameAncestors }
}
export type QikeliaoConfig = NonNullable<ReturnType<typeof toQikeliaoConfig>>
