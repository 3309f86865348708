import { createHash, createHmac } from 'node:crypto'
import { compactDecrypt, CompactEncrypt, decodeProtectedHeader } from 'jose'
import { deriveKeys, type Key } from './keys.ts'

/** Keeps secrets unreadable in the database, each bound to its owner: moved to another row it does not open. */
export interface Seal {
  /** `owner` says whose it is, and of what: a token's name, or a person and a source. */
  seal(text: string, owner: string): Promise<string>
  /** Null where none of the present keys can open it, or where it is somebody else's. */
  open(sealed: string, owner: string): Promise<string | null>
  /** Whether the first key sealed it for an owner; any other value should be sealed again. */
  isCurrent(sealed: string): boolean
  /**
   * Stands for a text that is looked up and never read: the same for the same text and purpose, and without the keys nobody
   * finds the text by trying all there are. By the first key.
   */
  hash(text: string, purpose: string): string
  /** The same by each of the keys, the first one's first: what an older key hashed is found until it is hashed anew. */
  hashes(text: string, purpose: string): string[]
}

const algorithms = { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] }
const ownerMark = (owner: string): string => createHash('sha256').update(owner).digest('base64url').slice(0, 22)

/** Seals with the first key, opens with any of them and with the `older` ones. */
export function createSeal(secrets: readonly string[], older: readonly string[] = []): Seal {
  const keys = deriveKeys([...secrets, ...older], 'seal')
  const [first] = keys
  const hashKeys = deriveKeys([...secrets, ...older], 'hash')

  async function seal(text: string, owner: string): Promise<string> {
    // The header is authenticated with the text, so the owner cannot be exchanged.
    const header = { alg: 'dir', enc: 'A256GCM', kid: first.kid, owner: ownerMark(owner) }
    return new CompactEncrypt(new TextEncoder().encode(text)).setProtectedHeader(header).encrypt(first.bytes)
  }

  async function open(sealed: string, owner: string): Promise<string | null> {
    const keyOf = ({ kid }: { kid?: string }) => (keys.find((key) => key.kid === kid) ?? first).bytes
    try {
      const { plaintext, protectedHeader } = await compactDecrypt(sealed, keyOf, algorithms)
      const { owner: mark } = protectedHeader
      // The version before bound nothing: such a value is opened, and sealed anew where it is used.
      const isOwn = mark === undefined || mark === ownerMark(owner)
      return isOwn ? new TextDecoder().decode(plaintext) : null
    } catch {
      return null
    }
  }

  function isCurrent(sealed: string): boolean {
    try {
      const { kid, owner } = decodeProtectedHeader(sealed)
      return kid === first.kid && owner !== undefined
    } catch {
      return false
    }
  }

  const hashBy = ({ bytes }: Key, text: string, purpose: string) =>
    createHmac('sha256', bytes)
      .update(JSON.stringify([purpose, text]))
      .digest('base64url')
      .slice(0, 22)

  return {
    seal,
    open,
    isCurrent,
    hash: (text, purpose) => hashBy(hashKeys[0], text, purpose),
    hashes: (text, purpose) => hashKeys.map((key) => hashBy(key, text, purpose)),
  }
}
