import fastify, { type FastifyInstance } from 'fastify'
import { readableBody } from './body.ts'
import { createFaults } from './vendor-faults.ts'
import type { Clock, Vendor, VendorName } from './vendor.ts'
import type { Voice } from './voice.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The vendor's name of the call, for `seen`; by default the route's path. */
    operation?: string | ((request: FastifyRequest) => string)
    /** True for routes that are not part of the vendor's API and must work during a fault. */
    isFaultless?: boolean
  }
  interface FastifyRequest {
    /** Whether the fault `garbage` cuts this answer off in the middle. */
    isCut: boolean
  }
}

export interface VendorOptions {
  name: VendorName
  clock: Clock
  voice: Voice
  /** 0, the default, takes a free port. */
  port?: number
  /** How long the fault `slow` waits; by default 4 s. */
  slowMs?: number
  /** Registers the vendor's routes. Bodies arrive as the raw text: see body.ts. */
  routes(app: FastifyInstance): void | Promise<void>
}

/** Starts one simulated vendor on loopback. */
export async function startVendor(options: VendorOptions): Promise<Vendor> {
  const { name, clock, voice, port = 0, slowMs = 4000, routes } = options
  const app = fastify({ forceCloseConnections: true, bodyLimit: 4_000_000, routerOptions: { maxParamLength: 500 } })
  const stop = new AbortController()
  const vendor: Vendor = { name, url: '', seen: [], routes: [], fault: 'none', slowMs, close }
  const { before, after } = createFaults(vendor, voice, stop.signal)

  async function close(): Promise<void> {
    stop.abort()
    await app.close()
  }

  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  app.decorateRequest('isCut', false)
  app.addHook('onRoute', ({ method, url }) => {
    if (method !== 'HEAD') vendor.routes.push(`${[method].flat().join(',')} ${url}`)
  })
  app.addHook('preHandler', async (request) => {
    const { config, url } = request.routeOptions
    if (config.isFaultless || !url) return
    const { operation = url } = config
    const name = typeof operation === 'function' ? operation(request) : operation
    vendor.seen.push({ operation: name, at: clock(), body: readableBody(request) })
  })
  app.addHook('preHandler', before)
  app.addHook('onSend', after)
  await routes(app)
  vendor.url = await app.listen({ port, host: '127.0.0.1' })
  return vendor
}
