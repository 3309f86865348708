import type { FastifyInstance } from 'fastify'
import { cachedSeconds } from './key-life.ts'
import type { SigningKeys } from './signing-keys.ts'

/** The public keys by which a panel's server verifies our tokens: for anybody. */
export function registerJwks(app: FastifyInstance, keys: Pick<SigningKeys, 'published'>): void {
  app.get('/.well-known/jwks.json', async (_request, reply) => {
    const published = await keys.published()
    return reply.header('cache-control', `public, max-age=${cachedSeconds}`).send({ keys: published })
  })
}
