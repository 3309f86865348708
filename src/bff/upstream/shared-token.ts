import { momentOf, msLeft, skewMs, spanOf, type Span } from '../age.ts'
import { abortable } from '../concurrency/abortable.ts'
import type { Clock } from '../clock.ts'
import { UpstreamError } from '../errors.ts'
import type { Seal } from '../secrets/seal.ts'
import { createSingleFlight } from '../concurrency/single-flight.ts'
import { madeOnce } from '../store/made-once.ts'
import type { LeaseStore, TokenStore } from '../store/store.ts'

export interface SharedTokenDeps {
  /** Names the credential in the store: source and account, nothing secret. */
  name: string
  tokens: TokenStore
  leases: LeaseStore
  seal: Seal
  clock: Clock
  /** This instance. */
  owner: string
  /** Asks the vendor for a new one. */
  fetch(signal: AbortSignal): Promise<{ value: string; expiresInSeconds: number }>
  /** Renewed this long before its end. */
  earlySeconds: number
  /** How long after a refusal no new one is asked for: some vendors block clients that insist. */
  refusalSeconds: number
}

export interface SharedToken {
  get(signal: AbortSignal): Promise<string>
  /** The vendor no longer takes it: forgets it, unless it was renewed meanwhile. */
  drop(value: string): Promise<void>
}

interface Kept {
  value: string
  sealed: string
  /** After this it is renewed, though still valid. */
  fresh: Span
  valid: Span
}

/** The life that the vendors document. No token is believed for longer, whatever a wrong clock made of its end. */
const longestMs = 7_200_000

/** What is sealed. It holds the time of renewal, which the end alone does not give where the lifetime was short. */
const sealedText = /^(\d+) (.+)$/s
/** The pause after a renewal that failed while the old token was still valid. */
const pauseMs = 30_000
const fetchTimeoutMs = 10_000

/** A vendor's token, fetched once for all callers and all instances, and kept sealed in the store. */
export function createSharedToken(deps: SharedTokenDeps): SharedToken {
  const { name, tokens, leases, seal, clock, owner } = deps
  const once = createSingleFlight()
  let kept: Kept | null = null
  let refusal: { error: UpstreamError; holds: Span } | null = null
  /** The token that the vendor refused: the store may hold it for a moment longer. */
  let spent: string | null = null

  const isFresh = (token: Kept): boolean => msLeft(token.fresh, clock) > 0

  async function read(): Promise<Kept | null> {
    const row = await tokens.get(name)
    const [, renewAt, value] = sealedText.exec((row && (await seal.open(row.sealed, name))) ?? '') ?? []
    if (!row || !value) return null
    // The very one that is remembered: the wall clock may have been set back since, so its stored end says less than we know.
    if (kept?.sealed === row.sealed) return kept
    const leftMs = row.expiresAt - clock()
    if (leftMs > longestMs + skewMs) return null
    const spanTo = (at: number) => spanOf(Math.min(at - clock(), longestMs), clock)
    return { value, sealed: row.sealed, fresh: spanTo(Number(renewAt)), valid: spanTo(row.expiresAt) }
  }

  async function load(): Promise<Kept | null> {
    const stored = await read()
    return stored?.value === spent ? null : stored
  }

  async function fetchNew(): Promise<Kept> {
    const since = momentOf(clock)
    const { value, expiresInSeconds } = await deps.fetch(AbortSignal.timeout(fetchTimeoutMs))
    const validMs = Math.min(expiresInSeconds * 1000, longestMs)
    // With a lifetime shorter than the margin, every call would otherwise renew, at every instance.
    const freshMs = validMs - Math.floor(Math.min(deps.earlySeconds * 1000, validMs / 2))
    const sealed = await seal.seal(`${since.wall + freshMs} ${value}`, name)
    await tokens.put(name, sealed, since.wall + validMs)
    // Some vendors give out the same token until it expires.
    if (value === spent) spent = null
    return { value, sealed, fresh: { since, ms: freshMs }, valid: { since, ms: validMs } }
  }

  async function findFresh(): Promise<Kept | null> {
    const others = await load()
    return others && isFresh(others) ? others : null
  }

  async function renew(): Promise<Kept> {
    const stored = await load()
    if (stored && isFresh(stored)) return stored
    if (refusal && msLeft(refusal.holds, clock) > 0) throw refusal.error
    try {
      refusal = null
      return await madeOnce({ leases, name: `token:${name}`, owner, find: findFresh, make: fetchNew })
    } catch (error) {
      // Otherwise every call would wait for this failure again, though the token is still valid.
      const validMs = stored ? msLeft(stored.valid, clock) : 0
      if (stored && validMs > 0) return { ...stored, fresh: spanOf(Math.min(pauseMs, validMs), clock) }
      if (error instanceof UpstreamError && error.reason === 'refused') {
        refusal = { error, holds: spanOf(deps.refusalSeconds * 1000, clock) }
      }
      throw error
    }
  }

  async function get(signal: AbortSignal): Promise<string> {
    if (kept && isFresh(kept)) return kept.value
    const renewed = await abortable(once('renew', renew), signal)
    // Another caller may have been refused with it just after it was read.
    kept = renewed.value === spent ? await abortable(once('renew', renew), signal) : renewed
    return kept.value
  }

  async function drop(value: string): Promise<void> {
    spent = value
    const dropped = kept?.value === value ? kept : await read()
    if (kept?.value === value) kept = null
    if (dropped?.value === value) await tokens.drop(name, dropped.sealed)
  }
  return { get, drop }
}
