import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Vendor } from './vendor.ts'
import type { SimulatedReply, Voice } from './voice.ts'

/** The page of a gateway that cannot reach the vendor. */
const page =
  '<!doctype html><html><head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html>'

const json = 'application/json;charset=utf-8'

export function send(reply: FastifyReply, { status = 200, headers = {}, body }: SimulatedReply): FastifyReply {
  return reply
    .code(status)
    .headers({ 'content-type': json, ...headers })
    .send(JSON.stringify(body))
}

const tooMany = (): SimulatedReply => ({
  status: 429,
  headers: { 'Retry-After': '7' },
  body: { message: 'API rate limit exceeded' },
})

/**
 * The faults of one vendor as two hooks: `before` answers instead of the handler, `after` shortens the handler's answer.
 * `slow` waits on `stopped` too, so that closing a vendor never waits for it.
 */
export function createFaults(vendor: Vendor, voice: Voice, stopped: AbortSignal) {
  let spoilt = 0

  function garbage(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
    spoilt += 1
    if (spoilt % 2 === 1) return reply.code(200).type('text/html').send(page)
    request.isCut = true
    return undefined
  }

  async function before(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
    if (request.routeOptions.config.isFaultless || vendor.fault === 'none') return undefined
    if (vendor.fault === 'garbage') return garbage(request, reply)
    if (vendor.fault === 'refusing') return send(reply, voice.refusal(request))
    if (vendor.fault === 'rate_limited') return send(reply, voice.rateLimited?.(request) ?? tooMany())
    if (vendor.fault === 'slow') {
      await wait(vendor.slowMs, undefined, { signal: stopped }).catch(() => undefined)
      return undefined
    }
    request.raw.socket.destroy()
    return reply.hijack()
  }

  async function after(request: FastifyRequest, _reply: FastifyReply, payload: unknown): Promise<unknown> {
    return request.isCut && typeof payload === 'string' ? payload.slice(0, Math.ceil(payload.length / 2)) : payload
  }

  return { before, after }
}
