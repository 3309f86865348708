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
import { readCreatedAt, readEncrypted, readEvent, readSeconds, type CallbackEvent } from './message.ts'

export interface CallbackDeps extends Omit<EffectsDeps, 'log'> {
  keys: EnvelopeKeys
  /** Once per callback whose seal is in order. */
  count(kind: CallbackEvent['kind'], result: 'new' | 'again' | 'old'): void
}

const Query = z.object({ msg_signature: z.string(), timestamp: z.string(), nonce: z.string() })
const Verification = Query.extend({ echostr: z.string() })

const bodyLimit = 65_536
/** WeCom hangs up after five seconds and sends again. */
const answerMs = 4000
const rememberMs = 600_000
/** WeCom sends an event within minutes of it. A message from another day, past or to come, is a replay or not of this clock. */
const dayMs = 86_400_000
/** What WeCom seals to verify the URL: a number. No other text of ours is opened for who asks. */
const echo = /^\d{1,64}$/
/** Per minute and address, against a flood: far more than a company's customers cause. */
const rateLimit = { max: 30_000, keyGenerator: byAddress('callback') }
/** Taken under any load: an event that ends a right must not wait. */
const config = { rateLimit, pressureHandler: always.pressureHandler }

/** One refusal for every fault, so that trying keys or paddings teaches nothing. */
const refusal = () => new AppError('bad_request')

const digest = (text: string) => createHash('sha256').update(text).digest('base64')

/**
 * `/wecom/callback`, where WeCom reports changes. Events are taken for a day and at a very high rate: WeCom promises
 * no limit on either, an event that comes twice does no harm, and a refused one is lost.
 */
export async function registerCallback(app: FastifyInstance, { keys, count, ...deps }: CallbackDeps): Promise<void> {
  const { clock } = deps
  const effects = createEffects({ ...deps, log: app.log })
  const open = createEnvelope(keys)
  // Identified by its ciphertext, which differs for each message.
  const known = new LRUCache<string, true>({ max: 10_000, ttl: rememberMs })

  function opened(request: FastifyRequest, encrypted: string | null): { text: string; sentAt: number | null } {
    const query = Query.safeParse(request.query)
    if (!query.success || encrypted === null) throw refusal()
    const { msg_signature: signature, timestamp, nonce } = query.data
    const text = open({ signature, timestamp, nonce, encrypted })
    if (text === null) throw refusal()
    return { text, sentAt: readSeconds(timestamp) }
  }

  const isWithinADay = (at: number) => Math.abs(clock() - at) < dayMs

  await app.register(async (scope) => {
    scope.addHook('onClose', () => effects.close())
    scope.removeAllContentTypeParsers()
    // Proxies relabel what WeCom sends: what a body is, its seal says.
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))

    scope.get('/wecom/callback', { config }, async (request, reply) => {
      const { data } = Verification.safeParse(request.query)
      const { text } = opened(request, data?.echostr ?? null)
      if (!echo.test(text)) throw refusal()
      return reply.type('text/plain; charset=utf-8').send(text)
    })

    scope.post('/wecom/callback', { bodyLimit, config }, async (request, reply) => {
      const encrypted = typeof request.body === 'string' ? readEncrypted(request.body) : null
      const { text, sentAt } = opened(request, encrypted)
      const event = readEvent(text)
      if (sentAt === null || ![sentAt, readCreatedAt(text) ?? sentAt].every(isWithinADay)) {
        count(event.kind, 'old')
        request.log.warn({ kind: event.kind }, 'a callback of another day, or a clock that is wrong')
        throw refusal()
      }
      const identity = digest(encrypted ?? '')
      const isNew = !known.has(identity)
      count(event.kind, isNew ? 'new' : 'again')
      // A row is written before the acknowledgement: WeCom does not send an acknowledged event again.
      if (isNew) await abortable(effects(event), AbortSignal.timeout(answerMs))
      known.set(identity, true)
      return reply.type('text/plain').send('success')
    })
  })
}
