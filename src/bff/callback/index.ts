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
/** A minute, per address: against a flood. Far beyond what a company's customers do. */
const rateLimit = { max: 30_000, keyGenerator: byAddress('callback') }
/** Taken under any load: what takes a right away is not put off. */
const config = { rateLimit, pressureHandler: always.pressureHandler }

/** One refusal for every fault: whoever tries keys or paddings learns nothing. */
const refusal = () => new AppError('bad_request')

const digest = (text: string) => createHash('sha256').update(text).digest('base64')

/**
 * `/wecom/callback`, where WeCom tells what changed. No age is too great and hardly a rate too high for it: WeCom
 * promises neither, what is told twice does no harm, and what is refused is lost.
 */
export async function registerCallback(app: FastifyInstance, { keys, count, ...deps }: CallbackDeps): Promise<void> {
  const effects = createEffects({ ...deps, log: app.log })
  const open = createEnvelope(keys)
  // By its ciphertext: each message has its own, so that no two events are taken for one.
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
    scope.addContentTypeParser(['text/xml', 'application/xml'], { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    )

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
      // One row is written before the acknowledgement: what was acknowledged and then lost would never come again.
      if (isNew) await abortable(effects(event), AbortSignal.timeout(answerMs))
      known.set(identity, true)
      return reply.type('text/plain').send('success')
    })
  })
}
