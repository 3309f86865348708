import { z } from 'zod'
import { isWebhookSecret } from '../../secrets/webhook.ts'
import { isHostEntry, isSafeAddress } from '../../upstream/addresses.ts'

const parts = (text: string): string[] => text.split(',').map((part) => part.trim())

export const address = z.string().refine(isSafeAddress, 'must be an https address; http on loopback only')
/** Several while one is being changed. */
export const secrets = z
  .string()
  .transform(parts)
  .refine((all) => all.every(isWebhookSecret), 'must be whsec_ and 24 to 64 bytes as base64, or several between commas')
export const hosts = z
  .string()
  .transform((text) => parts(text.toLowerCase()))
  .refine((all) => all.every(isHostEntry), 'must be hosts between commas: example.com, example.com:8443, *.example.com')
