import { compactDecrypt, CompactEncrypt } from 'jose'
import { deriveKeys } from './keys.ts'

/** Keeps secrets unreadable in the database. */
export interface Seal {
  seal(text: string): Promise<string>
  /** Null for what none of today's keys can open. */
  open(sealed: string): Promise<string | null>
}

/** Seals with the first key, opens with any of them. */
export function createSeal(secrets: readonly string[]): Seal {
  const keys = deriveKeys(secrets, 'seal')
  const [first] = keys

  async function seal(text: string): Promise<string> {
    const header = { alg: 'dir', enc: 'A256GCM', kid: first.kid }
    return new CompactEncrypt(new TextEncoder().encode(text)).setProtectedHeader(header).encrypt(first.bytes)
  }

  async function open(sealed: string): Promise<string | null> {
    const keyOf = ({ kid }: { kid?: string }) => (keys.find((key) => key.kid === kid) ?? first).bytes
    const algorithms = { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] }
    try {
      return new TextDecoder().decode((await compactDecrypt(sealed, keyOf, algorithms)).plaintext)
    } catch {
      return null
    }
  }
  return { seal, open }
}
