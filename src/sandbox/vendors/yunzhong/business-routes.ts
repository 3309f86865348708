import type { FastifyInstance } from 'fastify'
import { checkShop, type Answer, type FrontDoor } from './front-door.ts'
import { getFriendsJobDetailsList, getFriendsJobList, getTaskList } from './moments.ts'
import type { Notices } from './notices.ts'
import { parametersOf } from './parameters.ts'
import type { YunzhongState } from './state.ts'
import { failure, notGranted, Refusal, unknownRoute } from './voice.ts'

interface BusinessDeps {
  door: FrontDoor
  state: YunzhongState
  notices: Notices
}

interface Route {
  method: ('GET' | 'POST')[]
  path: string
  operation: string
  answer: Answer
}

const get = (path: string, operation: string, answer: Answer): Route => ({ method: ['GET'], path, operation, answer })

function sopRoutes(state: YunzhongState): Route[] {
  const answers = { getTaskList, getFriendsJobList, getFriendsJobDetailsList }
  return Object.entries(answers).map(([operation, answer]) => ({
    method: ['POST'],
    path: `plugin/SopTask/${operation}`,
    operation,
    answer: (parameters) => answer(parameters, state),
  }))
}

function inboxRoutes(notices: Notices, state: YunzhongState): Route[] {
  /** The newer of the two inboxes; many tenants do not have it. */
  const centre =
    (answer: Answer): Answer =>
    (parameters, caller) => {
      const { messageCentre } = state.quirks
      if (messageCentre === 'on') return answer(parameters, caller)
      throw new Refusal(failure(messageCentre === 'missing' ? unknownRoute : notGranted))
    }
  const notice =
    (isRead: boolean): Answer =>
    (parameters, caller) =>
      notices.list(isRead, parameters, caller)
  const message = (isRead: boolean) => centre((parameters, caller) => notices.messages(isRead, parameters, caller))
  const markRead = centre(notices.markRead)
  return [
    get('plugin/project-manager/notice/unread', 'notice/unread', notice(false)),
    get('plugin/project-manager/notice/read', 'notice/read', notice(true)),
    get('admin/message/unread', 'message/unread', message(false)),
    get('admin/message/read', 'message/read', message(true)),
    { method: ['GET', 'POST'], path: 'admin/message/markRead', operation: 'markRead', answer: markRead },
  ]
}

/** The enterprise's paths. They need a session, a chosen enterprise and the right to the operation. */
export function registerBusiness(app: FastifyInstance, { door, state, notices }: BusinessDeps): void {
  for (const { method, path, operation, answer } of [...sopRoutes(state), ...inboxRoutes(notices, state)]) {
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
  }

  app.route<{ Params: { uniacid: string } }>({
    method: ['GET', 'POST'],
    url: '/business/:uniacid/admin/manageBusiness',
    config: { operation: 'manageBusiness' },
    handler: async (request, reply) =>
      door.respond(request, reply, () => {
        checkShop(request.params.uniacid)
        return door.chooseBusiness(request)
      }),
  })
}
