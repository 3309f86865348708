import { SourceKey } from '#contract/id'
import { readTime } from '../wire/time.ts'
import type { Address } from './address.ts'
import { isBody, readBody, type Body } from './body.ts'
import { decrypt, keyOf, strengthOf, type Cipher } from './cipher.ts'

/** What must hold of an address before anything is answered. */
export const checkIds = ['user', 'body', 'fields', 'same-user', 'merchant', 'times', 'now', 'friend'] as const
export type CheckId = (typeof checkIds)[number]

/** Who opens the page beside whom, as the address says. */
export interface Opening {
  /** The name of the staff member's account in the own order system. */
  account: string
  friendId: string
  /** As it stands in the message. */
  timestamp: string
  /** With which the message was read: as far as it counts. */
  key: string
}

export interface Examined {
  checks: Record<CheckId, boolean>
  /** Null unless every check holds. */
  opening: Opening | null
}

export interface Rules {
  privateKey: string
  merchantId: string
  cipher: Cipher
}

/** How far the two times may be from our clock, and from each other. */
const toleranceMs = 300_000
const empty = Buffer.alloc(0)
const nothing: Body = { UserID: '', Timestamp: '', merchantid: '', originalId: '' }

const isNear = (one: number, other: number): boolean => Math.abs(one - other) <= toleranceMs

/** Seconds, or milliseconds where it has 13 digits. */
function timeOf(timestamp: string): number {
  if (!/^\d{10}(?:\d{3})?$/.test(timestamp)) return NaN
  return Number(timestamp) * (timestamp.length === 13 ? 1 : 1000)
}

/** The message under the key of this one address. What was decrypted is wiped: of it only a few fields are needed. */
function readMessage(address: Address, key: Buffer, cipher: Cipher): { isReadable: boolean; body: Body | null } {
  const message = decrypt(cipher, address.body, key) ?? empty
  const isReadable = isBody(message)
  const body = readBody(message)
  message.fill(0)
  return { isReadable, body: isReadable ? body : null }
}

/** Looks at everything whatever fails first, so that how long it takes does not tell which check it was. */
export function examine(address: Address, rules: Rules, now: number): Examined {
  const user = decrypt(rules.cipher, address.user, keyOf(rules.privateKey))
  const account = (user ?? empty).toString('utf8')
  const key = keyOf(`${rules.privateKey}?sign=${address.neber}${account}${address.time}`)
  const { isReadable, body } = readMessage(address, key, rules.cipher)
  const { UserID, Timestamp: timestamp, merchantid, originalId } = body ?? nothing
  const [said, sent] = [readTime(address.time, 'start') ?? NaN, timeOf(timestamp)]
  const checks = {
    user: account !== '',
    body: isReadable,
    fields: body !== null,
    'same-user': account !== '' && UserID === account,
    merchant: merchantid === rules.merchantId,
    times: isNear(said, sent),
    now: isNear(said, now) && isNear(sent, now),
    friend: SourceKey.safeParse(originalId).success,
  }
  const isRight = checkIds.every((id) => checks[id])
  return { checks, opening: isRight ? { account, friendId: originalId, timestamp, key: strengthOf(key) } : null }
}
