import type { Owner } from './board.ts'

/**
 * What a list of the source shows while the trouble lasts: a Problem's reason where nothing is known yet (`unreachable`),
 * the last known rows with that reason where something is (`stale unreachable`), `fresh` rows, `fewer` of them where the
 * trouble cannot be told from the truth, or `disconnected`. Written once it stands for both: `unreachable` when cold,
 * `stale unreachable` when warm.
 *
 * Of `wecom`: what the card and all that hangs on a permission show. Warm, a known permission holds for an hour (`fresh`)
 * where WeCom is away, and ends at once where WeCom refuses. Of `groups`: the lists for which WeCom says whose groups they are.
 */
export type Outcome = string | { cold: string; warm: string } | { na: string }

export interface Row extends Record<Owner | 'groups', Outcome> {
  trouble: string
  /** How long one attempt may take, where that is what decides. */
  timeoutMs?: number
  /** 芸众 took the session away: the salesperson signs in again, and nothing else helps. */
  isReconnected?: boolean
}

/** Between a trouble and why it makes no sense for a source, in the names of tests. */
export const inapplicable = ': n/a, '

const held = (cold: string) => ({ cold, warm: 'fresh' })
const closed = (cold: string) => ({ cold, warm: cold })
const na = (why: string): Outcome => ({ na: why })

/** For troubles that every source has to take in the same way. */
const away = (trouble: string, reason: string): Row => ({
  trouble,
  youmi: reason,
  waiqin: reason,
  tanma: reason,
  pushes: reason,
  notices: reason,
  moments: reason,
  wecom: held(reason),
  groups: reason,
})

const signed = na('signs every call; there is no token')
const unsigned = na('no time stamp is sent')
const noTotal = na('tells no total')

/** Every fault that a vendor may bring upon us, and what is then shown of each source: read it as a table. */
export const matrix: readonly Row[] = [
  away('connection refused', 'unreachable'),
  away('no such host', 'unreachable'),
  away('certificate of a stranger', 'unreachable'),
  away('plain bytes for TLS', 'unreachable'),
  away('reset mid-body', 'unreachable'),
  { ...away('silence', 'timeout'), timeoutMs: 400 },
  { ...away('one byte a second', 'timeout'), timeoutMs: 400 },
  { ...away('200 with HTML', 'unreadable'), pushes: closed('disconnected'), notices: closed('disconnected') },
  away('truncated JSON', 'unreadable'),
  away('50 MB body', 'unreadable'),
  away('500', 'unreachable'),
  away('502 with HTML', 'unreachable'),
  away('429 with Retry-After', 'rate_limited'),
  away('429 without', 'rate_limited'),
  { ...away('redirect to another host', 'refused'), wecom: closed('refused') },
  { ...away('business error', 'refused'), wecom: closed('refused') },
  {
    trouble: 'token expired once',
    youmi: closed('fresh'),
    waiqin: signed,
    tanma: signed,
    pushes: closed('disconnected'),
    notices: closed('disconnected'),
    moments: closed('fresh'),
    wecom: closed('fresh'),
    groups: closed('fresh'),
    isReconnected: true,
  },
  {
    trouble: 'token expired for ever',
    youmi: 'expired',
    waiqin: signed,
    tanma: signed,
    pushes: closed('disconnected'),
    notices: closed('disconnected'),
    moments: 'expired',
    wecom: closed('expired'),
    groups: 'expired',
    isReconnected: true,
  },
  {
    trouble: 'clock skew',
    youmi: unsigned,
    waiqin: 'refused',
    tanma: 'refused',
    pushes: unsigned,
    notices: unsigned,
    moments: unsigned,
    wecom: unsigned,
    groups: unsigned,
  },
  away('a field renamed', 'unreadable'),
  away('a type changed', 'unreadable'),
  away('null everywhere', 'unreadable'),
  {
    trouble: 'one row broken',
    youmi: closed('fewer'),
    waiqin: { cold: 'fewer', warm: 'fresh' },
    tanma: { cold: 'fewer', warm: 'fresh' },
    pushes: closed('fewer'),
    notices: closed('fewer'),
    moments: { cold: 'fewer', warm: 'fresh' },
    wecom: held('unreadable'),
    groups: 'unreadable',
  },
  {
    trouble: 'duplicate pages',
    youmi: closed('fewer'),
    waiqin: 'stale unreadable',
    tanma: 'stale unreadable',
    pushes: closed('fresh'),
    notices: closed('fewer'),
    moments: 'unreadable',
    wecom: closed('fewer'),
    groups: closed('fresh'),
  },
  {
    trouble: 'vanishing pages',
    youmi: closed('fewer'),
    waiqin: closed('fresh'),
    tanma: { cold: 'fewer', warm: 'fresh' },
    pushes: closed('fewer'),
    notices: closed('fewer'),
    moments: { cold: 'fewer', warm: 'fresh' },
    wecom: closed('fewer'),
    groups: closed('fresh'),
  },
  {
    trouble: 'totals too high',
    youmi: noTotal,
    waiqin: noTotal,
    tanma: closed('fresh'),
    pushes: closed('fresh'),
    notices: closed('fresh'),
    moments: closed('fresh'),
    wecom: noTotal,
    groups: noTotal,
  },
  {
    trouble: 'totals too low',
    youmi: noTotal,
    waiqin: noTotal,
    tanma: closed('fewer'),
    pushes: closed('fewer'),
    notices: closed('fewer'),
    moments: closed('fewer'),
    wecom: noTotal,
    groups: noTotal,
  },
]
