import type { z } from 'zod'
import { UpstreamError, type Upstream } from '../errors.ts'

interface Origin {
  source: Upstream
  operation: string
}

/** `values.3.remindTime: expected string` — where and what, never the value. */
function fault(error: z.ZodError): string {
  const [issue] = error.issues
  return issue ? `${issue.path.join('.') || 'body'}: ${issue.message}` : 'body'
}

/** Undefined where it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** Parses a vendor's answer. @throws UpstreamError `unreadable`, whose detail names the field */
export function readWire<Schema extends z.ZodType>(schema: Schema, value: unknown, origin: Origin): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new UpstreamError({ ...origin, reason: 'unreadable', detail: fault(parsed.error) })
}

/** Parses rows one by one: a bad one is reported to `onBad` and left out, the rest is kept. The first row has the index `from`. */
export function readRows<Schema extends z.ZodType>(
  schema: Schema,
  rows: readonly unknown[],
  onBad: (detail: string) => void,
  from = 0,
): z.output<Schema>[] {
  return rows.flatMap((row, index) => {
    const parsed = schema.safeParse(row)
    if (parsed.success) return [parsed.data]
    onBad(`row ${from + index}: ${fault(parsed.error)}`)
    return []
  })
}
