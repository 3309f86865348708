import type { FastifyInstance, FastifyRequest } from 'fastify'
import { send } from '../vendor-faults.ts'
import { uniacid } from './accounts.ts'
import { createFrontDoor, type Answer, type DoorDeps } from './front-door.ts'
import { getFriendsJobDetailsList, getFriendsJobList, getTaskList } from './moments.ts'
import type { Notices } from './notices.ts'
import { parametersOf } from './parameters.ts'
import { picture } from './picture.ts'
import type { Pushes } from './pushes.ts'
import { failure, page, Refusal, unknownRoute } from './voice.ts'

interface RouteDeps extends DoorDeps {
  pushes: Pushes
  notices: Notices
}

const sopTask = 'plugin.sop-task.frontend.controller.task.task'
const apiNames: Record<string, string> = {
  'member.login.index': 'login',
  'member.logout.index': 'logout',
  [`${sopTask}.getTask`]: 'getTask',
  [`${sopTask}.getContent`]: 'getContent',
  [`${sopTask}.send`]: 'send',
}

const routeOf = (request: FastifyRequest) => parametersOf(request).text('route')
const apiOperation = (request: FastifyRequest) => apiNames[routeOf(request)] ?? 'unknown'

/** Registers both families of routes: `api.php`, which is told its route, and the enterprise's own paths. */
export function registerYunzhong(app: FastifyInstance, deps: RouteDeps): void {
  const { state, pushes, notices } = deps
  const door = createFrontDoor(deps)
  const sidebar: Record<string, Answer> = {
    getTask: pushes.getTask,
    getContent: pushes.getContent,
    send: pushes.send,
  }

  /** @throws Refusal where the address names another shop, or nothing */
  function checkShop(text: string): void {
    if (text !== String(uniacid)) throw new Refusal(failure('公众号不存在'))
  }

  app.route({
    method: ['GET', 'POST'],
    url: '/addons/yun_shop/api.php',
    config: { operation: apiOperation },
    handler: async (request, reply) =>
      door.respond(request, reply, () => {
        const parameters = parametersOf(request)
        const operation = apiOperation(request)
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

  const business = (method: 'GET' | 'POST' | ('GET' | 'POST')[], path: string, operation: string, answer: Answer) =>
    app.route<{ Params: { uniacid: string } }>({
      method,
      url: `/business/:uniacid/${path}`,
      config: { operation },
      handler: async (request, reply) =>
        door.respond(request, reply, () => {
          checkShop(request.params.uniacid)
          const caller = door.callerOf(request, 'business')
          door.checkBusiness(request)
          door.checkGrant(operation)
          return answer(parametersOf(request), caller)
        }),
    })

  const centre =
    (answer: Answer): Answer =>
    (parameters, caller) => {
      if (state.quirks.messageCentre === 'on') return answer(parameters, caller)
      throw new Refusal(failure(state.quirks.messageCentre === 'missing' ? unknownRoute : 'Sorry,您没有操作权限'))
    }

  business('POST', 'plugin/SopTask/getTaskList', 'getTaskList', (parameters) => getTaskList(parameters, state))
  business('POST', 'plugin/SopTask/getFriendsJobList', 'getFriendsJobList', (parameters) =>
    getFriendsJobList(parameters, state),
  )
  business('POST', 'plugin/SopTask/getFriendsJobDetailsList', 'getFriendsJobDetailsList', (parameters) =>
    getFriendsJobDetailsList(parameters, state),
  )
  for (const [box, isRead] of [
    ['unread', false],
    ['read', true],
  ] as const) {
    const list: Answer = (parameters, caller) => notices.list(isRead, parameters, caller)
    const messages: Answer = (parameters, caller) => notices.messages(isRead, parameters, caller)
    business('GET', `plugin/project-manager/notice/${box}`, `notice/${box}`, list)
    business('GET', `admin/message/${box}`, `message/${box}`, centre(messages))
  }
  business(['GET', 'POST'], 'admin/message/markRead', 'markRead', centre(notices.markRead))

  app.route<{ Params: { uniacid: string } }>({
    method: ['GET', 'POST'],
    url: '/business/:uniacid/admin/manageBusiness',
    config: { operation: 'manageBusiness' },
    handler: async (request, reply) => door.respond(request, reply, () => door.chooseBusiness(request)),
  })

  app.get<{ Params: { file: string } }>(
    '/attachment/:file',
    { config: { isFaultless: true } },
    async (request, reply) => reply.type('image/svg+xml').send(picture(request.params.file)),
  )

  // Whoever does not say that he is a script gets the page that every unknown address shows.
  app.setNotFoundHandler(async (request, reply) => {
    const isScript = request.headers['x-requested-with'] === 'XMLHttpRequest'
    return isScript
      ? send(reply, failure(unknownRoute))
      : reply.code(200).type('text/html; charset=utf-8').send(page('商城'))
  })
}
