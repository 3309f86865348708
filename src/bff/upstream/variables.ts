import { z } from 'zod'
import { parsePolicy, type Policy } from './policy.ts'

/** What the variables of several upstreams are made of. */
export const url = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, ''))
export const text = z.string().min(1)
export const digits = z.string().regex(/^\d{1,12}$/, 'must be digits')
/** A day of China time, as yyyy-MM-dd. */
export const day = z.iso.date()

/** `timeoutMs=3000,retries=0`: the figures of an upstream's policy that differ from its defaults. */
export const policyOf = (defaults: Policy) =>
  z
    .string()
    .transform((value, context) => {
      const parsed = parsePolicy(value, defaults)
      if ('policy' in parsed) return parsed.policy
      context.issues.push({ code: 'custom', message: parsed.fault, input: value })
      return z.NEVER
    })
    .default(defaults)
