import type { YoumiConfig } from './config.ts'
import { UpstreamError } from '../../errors.ts'
import { readWire, type NoteUnread } from '../../wire/read-wire.ts'
import { createSharedToken, type SharedToken, type SharedTokenDeps } from '../../upstream/shared-token.ts'
import type { Store } from '../../store/store.ts'
import type { Http } from '../../upstream/http.ts'
import type { HttpAnswer } from '../../upstream/send.ts'
import { WireEnvelope, WireToken } from './wire.ts'

export interface TokenDeps extends Pick<SharedTokenDeps, 'seal' | 'clock' | 'owner'> {
  config: YoumiConfig
  http: Http
  store: Pick<Store, 'tokens' | 'leases'>
  note?: NoteUnread | undefined
}

const origin = { source: 'youmi', operation: 'token' } as const
const earlySeconds = 300
/** OAuth 2 lets a server keep it to itself, and this is the usual one. */
const usualSeconds = 3600
const refusalSeconds = 60

/** Asks for a new token by client credentials. */
export function createTokenFetch({
  config,
  http,
  note,
}: Pick<TokenDeps, 'config' | 'http' | 'note'>): SharedTokenDeps['fetch'] {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: config.clientId,
    client_secret: config.clientSecret,
    scope: 'Ls.Qkl.PublicApi',
  }).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const request = { method: 'POST', url: config.tokenUrl, headers, body } as const

  function read({ json }: HttpAnswer) {
    // The API's gateway may be in front of it, and refuses in its own envelope.
    if (WireEnvelope.safeParse(json).data?.succeed === false) throw new UpstreamError({ ...origin, reason: 'refused' })
    const { access_token, expires_in } = readWire(WireToken, json, { ...origin, note })
    return { value: access_token, expiresInSeconds: expires_in !== null && expires_in > 0 ? expires_in : usualSeconds }
  }

  return async (signal) => {
    try {
      return await http({ operation: 'token', isRead: true, request: () => request, read }, signal)
    } catch (error) {
      // A 401 here means that the client's own secret is wrong: there is nothing to renew.
      if (!(error instanceof UpstreamError) || error.reason !== 'expired') throw error
      throw new UpstreamError({ ...origin, reason: 'refused', cause: error })
    }
  }
}

/** The tenant's OAuth 2 token, shared by all instances. */
export function createToken({ store, seal, clock, owner, ...deps }: TokenDeps): SharedToken {
  // The name holds the client id, so that another account in the same database does not use this one's token.
  const name = `youmi:token:${deps.config.clientId}`
  const fetch = createTokenFetch(deps)
  return createSharedToken({ ...store, seal, clock, owner, name, fetch, earlySeconds, refusalSeconds })
}
