import type { Owner } from './board.ts'

/**
 * What a list of the source shows during the trouble: a Problem's reason if nothing is known yet (`unreachable`),
 * the last known rows with that reason if there are any (`stale unreachable`), `fresh` rows, `fewer` rows if the
 * trouble cannot be distinguished from real data, `left out` where it is said that rows are missing, or `disconnected`. A
 * single word covers both phases: `unreachable` when cold, `stale unreachable` when warm. `left out of mine`: said on the
 * user's own board alone. `cut`: it is said that there is more than was read.
 *
 * `wecom`: what the card and everything that needs a permission show. When warm, a known permission is valid for an hour (`fresh`)
 * if WeCom is away, and ends at once if WeCom refuses. `groups`: the lists that need groups' owners or members from WeCom.
 */
export type Outcome = string | { cold: string; warm: string } | { na: string }

export interface Row extends Record<Owner | 'groups', Outcome> {
  trouble: string
  /** Timeout of one attempt, where the result depends on it. */
  timeoutMs?: number
  /** 芸众 has ended the session: only a new login by the salesperson helps. */
  isReconnected?: boolean
}

/** In test names, separates a trouble from the reason why it cannot occur at a source. */
export const inapplicable = ': n/a, '

const held = (cold: string) => ({ cold, warm: 'fresh' })
const closed = (cold: string) => ({ cold, warm: cold })
const na = (why: string): Outcome => ({ na: why })

/** For troubles that have the same result for every source. */
const away = (trouble: string, reason: string): Row => ({
  trouble,
  youmi: reason,
  waiqin: reason,
  tanma: reason,
  pushes: reason,
  notices: reason,
  moments: reason,
  orders: reason,
  wecom: held(reason),
  groups: reason,
})

const signed = na('signs every call; there is no token')
const unsigned = na('no time stamp is sent')
const noTotal = na('tells no total')

/** A table: every fault that a vendor can cause, and what is then shown for each source. */
export const matrix: readonly Row[] = [
  away('connection refused', 'unreachable'),
  away('no such host', 'unreachable'),
  away('certificate of a stranger', 'unreachable'),
  away('plain bytes for TLS', 'unreachable'),
  away('reset mid-body', 'unreachable'),
  { ...away('silence', 'timeout'), timeoutMs: 400 },
  { ...away('one byte a second', 'timeout'), timeoutMs: 400 },
  away('200 with HTML', 'unreadable'),
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
    orders: signed,
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
    orders: signed,
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
    orders: 'refused',
    wecom: unsigned,
    groups: unsigned,
  },
  away('a field renamed', 'unreadable'),
  away('a type changed', 'unreadable'),
  away('null everywhere', 'unreadable'),
  {
    trouble: 'one row broken',
    youmi: closed('left out of mine'),
    waiqin: closed('stale rows_left_out'),
    tanma: { cold: 'fewer', warm: 'fresh' },
    pushes: closed('left out'),
    notices: closed('left out'),
    moments: { cold: 'fewer', warm: 'fresh' },
    orders: closed('left out'),
    wecom: held('unreadable'),
    groups: closed('fewer'),
  },
  {
    trouble: 'duplicate pages',
    youmi: closed('cut'),
    waiqin: 'stale unreadable',
    tanma: 'stale unreadable',
    pushes: closed('fresh'),
    notices: closed('fewer'),
    moments: 'unreadable',
    orders: closed('fewer'),
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
    orders: closed('fewer'),
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
    orders: closed('fresh'),
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
    orders: closed('fewer'),
    wecom: noTotal,
    groups: noTotal,
  },
]
