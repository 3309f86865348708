import { once } from 'node:events'
import { createServer } from 'node:http'
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  SignJWT,
  type CryptoKey,
  type JWTHeaderParameters,
} from 'jose'

export interface PanelKeys {
  /** As a sidebar's: the public key is at its `/.well-known/jwks.json`. */
  origin: string
  publicKey: CryptoKey
  /** Signs these claims over those that are usual, with these fields in the header. */
  sign(claims?: Record<string, unknown>, header?: Partial<JWTHeaderParameters>): Promise<string>
  close(): Promise<void>
}

/** A sidebar that can do nothing but sign for panels. `panel`: the origin that its tokens are for. */
export async function startPanelKeys(panel: string): Promise<PanelKeys> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  const jwk = await exportJWK(publicKey)
  const kid = await calculateJwkThumbprint(jwk)
  const keys = JSON.stringify({ keys: [{ ...jwk, kid, alg: 'ES256', use: 'sig' }] })
  const server = createServer((request, response) => {
    const isAsked = request.url === '/.well-known/jwks.json'
    response.writeHead(isAsked ? 200 : 404, { 'content-type': 'application/json' }).end(isAsked ? keys : '{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`

  return {
    origin,
    publicKey,
    sign(claims = {}, header = {}) {
      const now = Math.floor(Date.now() / 1000)
      const times = { iat: now, exp: now + 300, jti: 'one' }
      const who = { sub: 'lisi', corp_id: 'ww0', panel: 'member', ctx: 'c1', external_userid: 'wmDemoContactOne', v: 1 }
      return new SignJWT({ iss: origin, aud: panel, ...times, ...who, ...claims })
        .setProtectedHeader({ alg: 'ES256', kid, typ: 'sidedesk-context+jwt', ...header })
        .sign(privateKey)
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
