import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { jsonBody } from '../body.ts'
import { Refusal } from './voice.ts'

/** `external_userid`, `unionid`, `customer_id` or `phone`, known from `wecom`, `linked` or `typed`; others match nobody. */
const Identity = z.object({ type: z.string(), value: z.string(), proof: z.string() })
export type Identity = z.infer<typeof Identity>

const Asked = z.object({
  corpId: z.string().min(1),
  staff: z.object({ userid: z.string().min(1), name: z.string().optional() }),
})
const customer = z.object({ identities: z.array(Identity).default([]) }).default({ identities: [] })
const limit = z.int().min(1).max(100).default(20)
const cursor = z.string().max(500).nullish()

/** What each type asks. Other fields are ignored. */
const questions = {
  ping: Asked,
  'orders.list': Asked.extend({
    customer,
    status: z.enum(['open', 'all']),
    q: z.string().max(200).nullish(),
    limit,
    cursor,
  }),
  'orders.get': Asked.extend({ customer, orderId: z.string().min(1) }),
  'customers.search': Asked.extend({
    q: z.string().nullish(),
    phones: z.array(z.string()).nullish(),
    limit: z.int().min(1).max(10).default(10),
  }),
  'orders.mine': Asked.extend({ limit, cursor }),
}

export type Type = keyof typeof questions
export type Question<T extends Type> = z.infer<(typeof questions)[T]>

const isType = (type: unknown): type is Type => typeof type === 'string' && Object.hasOwn(questions, type)

/** RFC 3339, with an offset. */
const Envelope = z.object({ timestamp: z.iso.datetime({ offset: true }) })

/** What is asked. @throws Refusal if it is no message of this contract */
export function messageOf(request: FastifyRequest): { type: Type; data: unknown } {
  const body = jsonBody(request)
  if (!body) throw new Refusal('bad_request', 'the body is no JSON object')
  if (body['contract'] !== '1') throw new Refusal('unsupported_contract', 'this is contract 1')
  const { type, data } = body
  if (!isType(type)) throw new Refusal('unknown_type', 'this type is not known')
  if (!Envelope.safeParse(body).success) throw new Refusal('bad_request', 'timestamp is not RFC 3339 with an offset')
  return { type, data }
}

/** @throws Refusal if a field is missing or wrong */
export function read<T extends Type>(type: T, data: unknown): Question<T> {
  const parsed = questions[type].safeParse(data)
  if (parsed.success) return parsed.data as Question<T>
  const [issue] = parsed.error.issues
  throw new Refusal('bad_request', `data.${issue?.path.join('.') ?? ''} is wrong`)
}
