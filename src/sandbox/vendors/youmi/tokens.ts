import type { FastifyReply, FastifyRequest } from 'fastify'
import { formBody } from '../body.ts'
import { createRandom } from '../../world/random.ts'

export interface Client {
  clientId: string
  clientSecret: string
}

const scope = 'Ls.Qkl.PublicApi'
const lifetimeS = 3600

/** The vendor's identity server: client credentials, opaque tokens that expire. */
export function createTokens({ clientId, clientSecret }: Client, clock: () => number) {
  const expiry = new Map<string, number>()
  const random = createRandom(0x746f6b)

  function faultOf(form: URLSearchParams): string | null {
    if (form.get('grant_type') !== 'client_credentials') return 'unsupported_grant_type'
    const isKnown = form.get('client_id') === clientId && form.get('client_secret') === clientSecret
    if (!isKnown) return 'invalid_client'
    return form.get('scope') === scope ? null : 'invalid_scope'
  }

  async function grant(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')
    const error = isForm ? faultOf(formBody(request)) : 'invalid_request'
    if (error) return reply.code(400).send({ error })
    const access_token = random.letters(64)
    expiry.set(access_token, clock() + lifetimeS * 1000)
    return { access_token, expires_in: lifetimeS, token_type: 'Bearer', scope }
  }

  function isValid(authorization: string | undefined): boolean {
    const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1]
    return (expiry.get(token ?? '') ?? 0) > clock()
  }

  return { grant, isValid, expireAll: () => expiry.clear() }
}

export type Tokens = ReturnType<typeof createTokens>
