import type { z } from 'zod'
import type { Answer } from './answer.ts'

export type Issue = z.core.$ZodIssue

const shown = 3

/** `orders[0].amounts.paid`. */
const toPath = (path: readonly PropertyKey[]): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '')

/** What of an answer is not as its schema says. */
export const issuesIn = (schema: z.ZodType, { json }: Answer): Issue[] => schema.safeParse(json).error?.issues ?? []

/** The first few, each as a path and what is wrong there; no value is repeated. */
export function inWords(issues: readonly Issue[]): string {
  const first = issues.slice(0, shown).map(({ path, message }) => `${toPath(path) || 'answer'}: ${message}`)
  const more = issues.length > shown ? [`and ${issues.length - shown} more`] : []
  return [...first, ...more].join('; ')
}
