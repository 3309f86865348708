import { bytesOf } from './cipher.ts'

/** What an address says in the open, and its two cipher texts. */
export interface Address {
  /** As it stands in the address, decoded once: it is part of a key. */
  time: string
  neber: string
  user: Buffer
  body: Buffer
}

const longest = { Type: 2, neber: 6, time: 32, UserID: 200, PKID: 2_800 } as const
type Name = keyof typeof longest

/** A plus sign of Base64 is read as a space. */
const repaired = (base64: string): string => base64.replaceAll(' ', '+')

/** The one value of a parameter; null where there is none, or another one, or more than it may be. */
function onlyOf(query: URLSearchParams, name: Name): string | null {
  const [value, ...more] = query.getAll(name)
  return value && more.length === 0 && value.length <= longest[name] ? value : null
}

/** Reads the query of an address that 企客聊 opens. Null where it is not one by its form alone, which is no secret. */
export function readAddress(query: string): Address | null {
  const given = new URLSearchParams(query)
  const [type, neber, time] = [onlyOf(given, 'Type'), onlyOf(given, 'neber'), onlyOf(given, 'time')]
  const user = bytesOf(repaired(onlyOf(given, 'UserID') ?? ''))
  const body = bytesOf(repaired(onlyOf(given, 'PKID') ?? ''))
  if (type !== 'WL' || neber === null || !/^\d{6}$/.test(neber) || !time || !user || !body) return null
  return { time, neber, user, body }
}
