import { ExternalUserId, SourceKey } from '#contract/id'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { orderKeys, type ChangeLog } from '../access/changes.ts'
import { isYounger, momentOf, type Moment } from '../age.ts'
import type { Clock } from '../clock.ts'
import { abortable } from '../concurrency/abortable.ts'
import { AppError } from '../errors.ts'
import { always } from '../http/overload.ts'
import { byAddress } from '../http/rate-limit.ts'
import { createWebhook, type WebhookHead } from '../secrets/webhook.ts'
import { parseJson } from '../wire/json.ts'

export interface OrderEventsDeps {
  secrets: readonly string[]
  changes: Pick<ChangeLog, 'mark'>
  clock: Clock
  count(result: 'new' | 'again' | 'refused'): void
}

const Head = z.object({
  'webhook-id': z.string().regex(/^[\x21-\x7E]{1,128}$/),
  'webhook-timestamp': z.string(),
  'webhook-signature': z.string().max(2_000),
})
/** Whatever its type: an event says no more than "ask again". */
const Event = z.object({
  type: z.string().min(1),
  data: z.object({ customerId: SourceKey, externalUserId: ExternalUserId.nullish() }),
})

const bodyLimit = 65_536
const answerMs = 4_000
const rememberMs = 600_000
const mostRemembered = 100_000
const toleranceSeconds = 300
/** Per minute and address, against a flood. */
const rateLimit = { max: 3_000, keyGenerator: byAddress('order events') }
/** Taken under any load, as the callback is. */
const config = { rateLimit, pressureHandler: always.pressureHandler }

function headOf({ headers }: FastifyRequest): WebhookHead | null {
  const { data } = Head.safeParse(headers)
  if (!data) return null
  return { id: data['webhook-id'], timestamp: data['webhook-timestamp'], signature: data['webhook-signature'] }
}

/**
 * `/orders/events`, where the order system says that something of a customer has changed [docs/orders.md]: a Standard Webhook,
 * signed with a secret of its own. The change is stored before it is acknowledged, for all instances.
 */
export async function registerOrderEvents(app: FastifyInstance, deps: OrderEventsDeps): Promise<void> {
  const { secrets, changes, clock, count } = deps
  const webhook = createWebhook(secrets)
  const known = new LRUCache<string, Moment>({ max: mostRemembered })

  const isNow = ({ timestamp }: WebhookHead): boolean =>
    Math.abs(Math.floor(clock() / 1000) - Number(timestamp)) <= toleranceSeconds

  /** @throws unauthenticated, with no word of which check failed */
  function verified(request: FastifyRequest): { id: string; body: Buffer } {
    const { body } = request
    const head = headOf(request)
    if (head && Buffer.isBuffer(body) && isNow(head) && webhook.isSigned(head, body)) return { id: head.id, body }
    count('refused')
    throw new AppError('unauthenticated')
  }

  function isKnown(id: string): boolean {
    const at = known.get(id)
    return at !== undefined && isYounger(at, rememberMs, clock)
  }

  function eventIn(body: Buffer) {
    const event = Event.safeParse(parseJson(body.toString('utf8')))
    if (event.success) return event.data.data
    count('refused')
    throw new AppError('bad_request')
  }

  async function store({ customerId, externalUserId }: ReturnType<typeof eventIn>): Promise<void> {
    await changes.mark(orderKeys.customer(customerId))
    if (externalUserId) await changes.mark(orderKeys.contact(externalUserId))
  }

  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    // The signature is over the very bytes.
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

    scope.post('/orders/events', { bodyLimit, config }, async (request, reply) => {
      const { id, body } = verified(request)
      const event = eventIn(body)
      const isNew = !isKnown(id)
      if (isNew) await abortable(store(event), AbortSignal.timeout(answerMs))
      known.set(id, momentOf(clock))
      count(isNew ? 'new' : 'again')
      return reply.code(204).send()
    })
  })
}
