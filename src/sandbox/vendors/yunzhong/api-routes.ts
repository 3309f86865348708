import type { FastifyInstance, FastifyRequest } from 'fastify'
import { checkShop, type Answer, type FrontDoor } from './front-door.ts'
import { parametersOf } from './parameters.ts'
import type { Pushes } from './pushes.ts'
import { failure, Refusal, unknownRoute } from './voice.ts'

const sopTask = 'plugin.sop-task.frontend.controller.task.task'
const names: Record<string, string> = {
  'member.login.index': 'login',
  'member.logout.index': 'logout',
  [`${sopTask}.getTask`]: 'getTask',
  [`${sopTask}.getContent`]: 'getContent',
  [`${sopTask}.send`]: 'send',
}

const operationOf = (request: FastifyRequest) => names[parametersOf(request).text('route')] ?? 'unknown'

/** `api.php`, whose parameter `route` names the call: sign in, sign out and the sidebar's three calls. */
export function registerApi(app: FastifyInstance, { door, pushes }: { door: FrontDoor; pushes: Pushes }): void {
  const { getTask, getContent, send } = pushes
  const sidebar: Record<string, Answer> = { getTask, getContent, send }

  app.route({
    method: ['GET', 'POST'],
    url: '/addons/yun_shop/api.php',
    config: { operation: operationOf },
    handler: async (request, reply) =>
      door.respond(request, reply, () => {
        const parameters = parametersOf(request)
        const operation = operationOf(request)
        checkShop(parameters.text('i'))
        if (operation === 'login' && request.method === 'POST') return door.signIn(parameters, reply)
        if (operation === 'logout') return door.signOut(request)
        const answer = sidebar[operation]
        if (!answer || request.method !== 'POST') throw new Refusal(failure(unknownRoute))
        const caller = door.callerOf(request, 'api')
        door.checkGrant(operation)
        return answer(parameters, caller)
      }),
  })
}
