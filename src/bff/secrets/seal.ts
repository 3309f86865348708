import { compactDecrypt, CompactEncrypt, decodeProtectedHeader } from 'jose'
import { deriveKeys } from './keys.ts'

/** Keeps secrets unreadable in the database. */
export interface Seal {
  seal(text: string): Promise<string>
  /** Null where none of the present keys can open it. */
  open(sealed: string): Promise<string | null>
  /** Whether the first key sealed it; a value sealed by an older key should be sealed again. */
  isCurrent(sealed: string): boolean
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
  function isCurrent(sealed: string): boolean {
    try {
      return decodeProtectedHeader(sealed)['kid'] === first.kid
    } catch {
      return false
    }
  }
  return { seal, open, isCurrent }
}
