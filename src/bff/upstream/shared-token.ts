import { setTimeout as delay } from 'node:timers/promises'
import { abortable } from '../concurrency/abortable.ts'
import type { Clock } from '../clock.ts'
import { UpstreamError } from '../errors.ts'
import type { Seal } from '../secrets/seal.ts'
import { createSingleFlight } from '../concurrency/single-flight.ts'
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
  /** How long a refusal is believed without asking again: some vendors ban who insists. */
  refusalSeconds: number
}

export interface SharedToken {
  get(signal: AbortSignal): Promise<string>
  /** The vendor does not take it any more: forget it, unless somebody renewed it meanwhile. */
  drop(value: string): Promise<void>
}

interface Kept {
  value: string
  sealed: string
  /** From here on it is renewed, though still good. */
  renewAt: number
  expiresAt: number
}

/** What is sealed: when to renew, since half of a life that the vendor cut short is not to be told from its end. */
const sealedText = /^(\d+) (.+)$/s
/** A renewal that failed early is not tried again before. */
const pauseMs = 30_000
const fetchTimeoutMs = 10_000
const leaseMs = 15_000
const pollMs = 50
const polls = 60

/** A vendor's token, fetched once for all callers and all instances, and kept sealed in the store. */
export function createSharedToken(deps: SharedTokenDeps): SharedToken {
  const { name, tokens, leases, seal, clock, owner } = deps
  const once = createSingleFlight()
  let kept: Kept | null = null
  let refusal: { error: UpstreamError; until: number } | null = null
  /** What the vendor took no more: the store may hold it for a moment longer. */
  let spent: string | null = null

  const isFresh = (token: Kept): boolean => token.renewAt > clock()

  async function read(): Promise<Kept | null> {
    const row = await tokens.get(name)
    const [, renewAt, value] = sealedText.exec((row && (await seal.open(row.sealed))) ?? '') ?? []
    return row && value ? { ...row, value, renewAt: Number(renewAt) } : null
  }

  async function load(): Promise<Kept | null> {
    const stored = await read()
    return stored?.value === spent ? null : stored
  }

  async function fetchNew(): Promise<Kept> {
    const now = clock()
    const { value, expiresInSeconds } = await deps.fetch(AbortSignal.timeout(fetchTimeoutMs))
    const expiresAt = now + expiresInSeconds * 1000
    // A lifetime shorter than the margin must not make every call a renewal, at whichever instance.
    const earlySeconds = Math.min(deps.earlySeconds, expiresInSeconds / 2)
    const renewAt = expiresAt - Math.floor(earlySeconds * 1000)
    const sealed = await seal.seal(`${renewAt} ${value}`)
    await tokens.put(name, sealed, expiresAt)
    // Some vendors give the same one out until its end.
    if (value === spent) spent = null
    return { value, sealed, expiresAt, renewAt }
  }

  async function fetchUnderLease(): Promise<Kept> {
    for (let poll = 0; poll < polls; poll += 1) {
      if (await leases.acquire(`token:${name}`, owner, clock(), leaseMs)) break
      await delay(pollMs)
      const others = await load()
      if (others && isFresh(others)) return others
    }
    try {
      const others = await load()
      return others && isFresh(others) ? others : await fetchNew()
    } finally {
      await leases.release(`token:${name}`, owner)
    }
  }

  async function renew(): Promise<Kept> {
    const stored = await load()
    if (stored && isFresh(stored)) return stored
    if (refusal && refusal.until > clock()) throw refusal.error
    try {
      refusal = null
      return await fetchUnderLease()
    } catch (error) {
      // Every call would wait for this failure again, though the token is still good.
      if (stored && stored.expiresAt > clock())
        return { ...stored, renewAt: Math.min(clock() + pauseMs, stored.expiresAt) }
      if (error instanceof UpstreamError && error.reason === 'refused') {
        refusal = { error, until: clock() + deps.refusalSeconds * 1000 }
      }
      throw error
    }
  }

  async function get(signal: AbortSignal): Promise<string> {
    if (kept && isFresh(kept)) return kept.value
    const renewed = await abortable(once('renew', renew), signal)
    // It may have been read just before another caller was refused with it.
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
