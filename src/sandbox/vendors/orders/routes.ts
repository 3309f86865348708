import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { jsonBody } from '../body.ts'
import { send } from '../vendor-faults.ts'
import type { SimulatedReply } from '../voice.ts'
import type { Answers } from './answers.ts'
import { pictureOf } from './picture.ts'
import { messageOf } from './questions.ts'
import { spoilt, type OrdersQuirks } from './quirks.ts'
import type { Verifier } from './signature.ts'
import { ok, problem, Refusal } from './voice.ts'

/** The order system's only address. */
export const path = '/sidedesk/orders'

const mostBytes = 1_048_576
const hugeBytes = 8 * 1_048_576
const gateway = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>'

interface RouteDeps {
  verifier: Verifier
  answers: Answers
  quirks: OrdersQuirks
  /** What is due by now happens before anything is answered. */
  catchUp(): void
}

/** The message's type, for the log of seen requests. */
function operation(request: FastifyRequest): string {
  const type = jsonBody(request)?.['type']
  return typeof type === 'string' ? type : path
}

const refused = (error: unknown): SimulatedReply => {
  if (error instanceof Refusal) return problem(error)
  throw error
}

function registerPictures(app: FastifyInstance, quirks: OrdersQuirks): void {
  app.get<{ Params: { file: string } }>(
    '/pictures/:file',
    { config: { operation: 'picture' } },
    async (request, reply) => {
      const picture = pictureOf(request.params.file)
      if (!picture) return reply.code(404).type('text/plain').send('no such picture')
      const more = quirks.hugePictures ? Buffer.alloc(hugeBytes) : Buffer.alloc(0)
      return reply
        .type('image/png')
        .header('cache-control', 'max-age=86400')
        .send(Buffer.concat([picture, more]))
    },
  )
}

/** Registers the one address, whose messages are signed, and the pictures, which anybody may see. */
export function registerOrders(app: FastifyInstance, { verifier, answers, quirks, catchUp }: RouteDeps): void {
  function answer(request: FastifyRequest): SimulatedReply {
    try {
      verifier.verify(request)
      const { type, data } = messageOf(request)
      catchUp()
      return ok(spoilt(answers[type](data), quirks))
    } catch (error) {
      return refused(error)
    }
  }

  function broken(request: FastifyRequest, reply: FastifyReply): FastifyReply | null {
    if (quirks.badGateway) return reply.code(502).type('text/html').send(gateway)
    // The other address would answer: who follows is found out.
    const isFirst = !request.url.includes('?')
    return quirks.redirects && isFirst ? reply.redirect(`${path}?moved`, 307) : null
  }

  app.post(
    path,
    {
      bodyLimit: mostBytes,
      config: { operation },
      errorHandler: (error, _request, reply) => {
        const isTooLarge = 'code' in error && error.code === 'FST_ERR_CTP_BODY_TOO_LARGE'
        const code = isTooLarge ? 'bad_request' : 'internal'
        send(reply, problem(new Refusal(code, error.message, isTooLarge ? 413 : 500)))
      },
    },
    async (request, reply) => broken(request, reply) ?? send(reply, answer(request)),
  )

  app.route({
    method: ['GET', 'PUT', 'PATCH', 'DELETE'],
    url: path,
    handler: async (_request, reply) =>
      send(reply, problem(new Refusal('bad_request', 'POST only', 405), { allow: 'POST' })),
  })

  registerPictures(app, quirks)
}
