import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { abortable } from '../concurrency/abortable.ts'
import { AppError } from '../errors.ts'
import { always } from '../http/overload.ts'
import { byAddress } from '../http/rate-limit.ts'
import { createEffects, type EffectsDeps } from './effects.ts'
import { createEnvelope, type EnvelopeKeys } from './envelope.ts'
import { readEncrypted, readEvent, type CallbackEvent } from './message.ts'

export interface CallbackDeps extends Omit<EffectsDeps, 'log'> {
  keys: EnvelopeKeys
  /** Once per callback that is in order. */
  count(kind: CallbackEvent['kind'], isNew: boolean): void
}

const Query = z.object({ msg_signature: z.string(), timestamp: z.string(), nonce: z.string() })
const Verification = Query.extend({ echostr: z.string() })

const bodyLimit = 65_536
/** WeCom hangs up after five seconds and sends again. */
const answerMs = 4000
const rememberMs = 600_000
/** Per minute and address, against a flood: far more than a company's customers cause. */
const rateLimit = { max: 30_000, keyGenerator: byAddress('callback') }
/** Taken under any load: an event that ends a right must not wait. */
const config = { rateLimit, pressureHandler: always.pressureHandler }

/** One refusal for every fault, so that trying keys or paddings teaches nothing. */
const refusal = () => new AppError('bad_request')

const digest = (text: string) => createHash('sha256').update(text).digest('base64')

/**
 * `/wecom/callback`, where WeCom reports changes. Events are taken at any age and at a very high rate: WeCom
 * promises no limit on either, an event that comes twice does no harm, and a refused one is lost.
 */
export async function registerCallback(app: FastifyInstance, { keys, count, ...deps }: CallbackDeps): Promise<void> {
  const effects = createEffects({ ...deps, log: app.log })
  const open = createEnvelope(keys)
  // Identified by its ciphertext, which differs for each message.
  const known = new LRUCache<string, true>({ max: 10_000, ttl: rememberMs })

  function opened(request: FastifyRequest, encrypted: string | null): string {
    const query = Query.safeParse(request.query)
    if (!query.success || encrypted === null) throw refusal()
    const { msg_signature: signature, timestamp, nonce } = query.data
    const text = open({ signature, timestamp, nonce, encrypted })
    if (text === null) throw refusal()
    return text
  }

  await app.register(async (scope) => {
    scope.addHook('onClose', () => effects.close())
    scope.removeAllContentTypeParsers()
    // Proxies relabel what WeCom sends: what a body is, its seal says.
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))

    scope.get('/wecom/callback', { config }, async (request, reply) => {
      const { data } = Verification.safeParse(request.query)
      return reply.type('text/plain; charset=utf-8').send(opened(request, data?.echostr ?? null))
    })

    scope.post('/wecom/callback', { bodyLimit, config }, async (request, reply) => {
      const encrypted = typeof request.body === 'string' ? readEncrypted(request.body) : null
      const event = readEvent(opened(request, encrypted))
      const identity = digest(encrypted ?? '')
      const isNew = !known.has(identity)
      count(event.kind, isNew)
      // A row is written before the acknowledgement: WeCom does not send an acknowledged event again.
      if (isNew) await abortable(effects(event), AbortSignal.timeout(answerMs))
      known.set(identity, true)
      return reply.type('text/plain').send('success')
    })
  })
}
