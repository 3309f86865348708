import { createHash, hkdfSync } from 'node:crypto'

export interface Key {
  /** Fingerprint of the derived key: it stays the same when a newer key is put in front. */
  kid: string
  bytes: Uint8Array
}

/** One key per SESSION_KEY entry and purpose, so that no key serves two purposes. */
export function deriveKeys(secrets: readonly string[], purpose: string): readonly [Key, ...Key[]] {
  const [first, ...others] = secrets.map((secret) => {
    const bytes = new Uint8Array(hkdfSync('sha256', secret, '', `sidedesk ${purpose} v1`, 32))
    return { kid: createHash('sha256').update(bytes).digest('base64url').slice(0, 8), bytes }
  })
  if (!first) throw new Error('at least one session key is needed')
  return [first, ...others]
}
