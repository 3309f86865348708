import type { FastifyInstance } from 'fastify'
import { send } from '../vendor-faults.ts'
import { registerApi } from './api-routes.ts'
import { registerBusiness } from './business-routes.ts'
import { createFrontDoor, type DoorDeps } from './front-door.ts'
import type { Notices } from './notices.ts'
import { picture } from './picture.ts'
import type { Pushes } from './pushes.ts'
import { failure, page, unknownRoute } from './voice.ts'

interface RouteDeps extends DoorDeps {
  pushes: Pushes
  notices: Notices
}

/** Registers both families of routes, the shop's pictures and the answer for unknown addresses. */
export function registerYunzhong(app: FastifyInstance, { pushes, notices, ...deps }: RouteDeps): void {
  const door = createFrontDoor(deps)
  registerApi(app, { door, pushes })
  registerBusiness(app, { door, state: deps.state, notices })

  app.get<{ Params: { file: string } }>(
    '/attachment/:file',
    { config: { isFaultless: true } },
    async (request, reply) => reply.type('image/svg+xml').send(picture(request.params.file)),
  )

  // Only script requests (X-Requested-With) get JSON for an unknown address; all others get the shop's page.
  app.setNotFoundHandler(async (request, reply) => {
    const isScript = request.headers['x-requested-with'] === 'XMLHttpRequest'
    if (isScript) return send(reply, failure(unknownRoute))
    return reply.code(200).type('text/html; charset=utf-8').send(page('商城'))
  })
}
