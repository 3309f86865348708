import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type CryptoKey } from 'jose'
import { z } from 'zod'
import { isYounger, momentOf, type Moment } from '../age.ts'
import type { Clock } from '../clock.ts'
import { createSingleFlight } from '../concurrency/single-flight.ts'
import type { Seal } from '../secrets/seal.ts'
import { madeOnce } from '../store/made-once.ts'
import type { SigningKeyRow, Store } from '../store/store.ts'
import { isKeyDue, signingKeyOf, type Dated } from './key-life.ts'

interface Deps {
  store: Pick<Store, 'signingKeys' | 'leases'>
  seal: Seal
  clock: Clock
  /** This instance. */
  owner: string
}

/** The members of a public key of P-256; any other, such as `d`, is left out. */
const PublicJwk = z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() })
const PrivateJwk = PublicJwk.extend({ d: z.string() })

/** As it is published. */
export type PublishedKey = z.infer<typeof PublicJwk> & { kid: string; alg: typeof algorithm; use: 'sig' }
export type SigningKey = Dated & { privateKey: CryptoKey }

interface Known {
  /** Those that can be opened. */
  usable: readonly SigningKey[]
  published: readonly PublishedKey[]
  at: Moment
}

export const algorithm = 'ES256'
/** Another instance's new key is published here after so long at most. */
const believedMs = 60_000
/** Far more than there are, unless keys to open them come and go. */
const mostKeys = 8

const ownerOf = (kid: string): string => `signing key ${kid}`

async function importPrivate(text: string): Promise<CryptoKey> {
  const key = await importJWK(PrivateJwk.parse(JSON.parse(text)), algorithm)
  if (key instanceof Uint8Array) throw new TypeError('not a private key')
  return key
}

/** None for a key of a kind that only a later version makes. */
function publishedOf({ kid, publicJwk }: SigningKeyRow): PublishedKey[] {
  const { data } = PublicJwk.safeParse(JSON.parse(publicJwk))
  return data ? [{ ...data, kid, alg: algorithm, use: 'sig' }] : []
}

/**
 * Keys that sign for panels: made by ourselves every 30 days, kept sealed, shared by all instances. Whoever verifies finds
 * the public halves at `/.well-known/jwks.json`.
 */
export function createSigningKeys({ store: { signingKeys, leases }, seal, clock, owner }: Deps) {
  const once = createSingleFlight()
  /** A key that was opened signs on, though an instance with newer keys has sealed its row anew. */
  const opened = new Map<string, CryptoKey>()
  let known: Known | null = null

  async function open(row: SigningKeyRow): Promise<CryptoKey | null> {
    const isCurrent = seal.isCurrent(row.sealed)
    const before = opened.get(row.kid)
    if (before && isCurrent) return before
    const text = await seal.open(row.sealed, ownerOf(row.kid))
    if (text === null) return before ?? null
    if (!isCurrent) await signingKeys.reseal(row, await seal.seal(text, ownerOf(row.kid)))
    return before ?? importPrivate(text)
  }

  async function read(): Promise<Known> {
    const at = momentOf(clock)
    const rows = (await signingKeys.all()).filter((row) => publishedOf(row).length > 0)
    const usable: SigningKey[] = []
    for (const row of rows) {
      const privateKey = await open(row)
      if (privateKey) usable.push({ kid: row.kid, madeAt: row.madeAt, privateKey })
    }
    opened.clear()
    for (const { kid, privateKey } of usable) opened.set(kid, privateKey)
    return { usable, published: rows.flatMap(publishedOf), at }
  }

  async function make(): Promise<Known> {
    const pair = await generateKeyPair(algorithm, { extractable: true })
    const jwk = PrivateJwk.parse(await exportJWK(pair.privateKey))
    const publicJwk = PublicJwk.parse(jwk)
    const kid = await calculateJwkThumbprint(publicJwk)
    const sealed = await seal.seal(JSON.stringify(jwk), ownerOf(kid))
    await signingKeys.put({ kid, sealed, publicJwk: JSON.stringify(publicJwk), madeAt: clock() }, mostKeys)
    return read()
  }

  async function find(): Promise<Known | null> {
    const found = await read()
    return isKeyDue(found.usable, clock()) ? null : found
  }

  const renew = async (): Promise<Known> =>
    (await find()) ?? (await madeOnce({ leases, name: 'signing-key', owner, find, make }))

  async function current(): Promise<Known> {
    const isGood = known && isYounger(known.at, believedMs, clock) && !isKeyDue(known.usable, clock())
    if (!known || !isGood) known = await once('renew', renew)
    return known
  }

  return {
    /** The key to sign with now. Where a new one is due, it is made first. */
    async signing(): Promise<SigningKey> {
      const key = signingKeyOf((await current()).usable, clock())
      if (!key) throw new Error('no signing key can be opened')
      return key
    },

    published: async (): Promise<readonly PublishedKey[]> => (await current()).published,
  }
}

export type SigningKeys = ReturnType<typeof createSigningKeys>
