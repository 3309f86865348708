import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Clock } from '../vendor.ts'
import { membersOf } from '../../world/members.ts'
import type { World } from '../../world/world.ts'
import { customerStaff, departmentIds, departmentList, departmentMembers } from './address-book.ts'
import { chat, chatList } from './chats.ts'
import type { Codes, Tickets, Tokens } from './credentials.ts'
import { media } from './media.ts'
import { neededQuery, offsetOf, pageOf, query } from './parameter.ts'
import { agentOf, findContact, memberOf } from './people.ts'
import { ok, refusal, WecomRefusal, type ErrorCode } from './voice.ts'

export interface RouteDeps {
  world: World
  clock: Clock
  publicOrigin: string
  tokens: Tokens
  tickets: Tickets
  codes: Codes
  /** Followers per page of `externalcontact/get`; the real WeCom has 500. */
  followerPageSize: () => number
  /** The error code that a test has set for this call; null if none is set. */
  refusedWith: (operation: string) => ErrorCode | null
}

type Answer = (request: FastifyRequest) => Record<string, unknown> | Buffer

function contactPage(request: FastifyRequest, { world, publicOrigin, followerPageSize }: RouteDeps) {
  const id = neededQuery(request, 'external_userid')
  const { external_contact, follows } = findContact(world, id, publicOrigin)
  const { page, next } = pageOf(follows, offsetOf(query(request, 'cursor'), id), followerPageSize(), id)
  return ok({ external_contact, follow_user: page, ...next })
}

function whoIs(userid: string, world: World) {
  if (membersOf(world).some((each) => each.userid === userid)) return ok({ userid })
  // WeCom has one openid per person and app; its exact value does not matter here.
  return ok({ openid: `oSandbox${Buffer.from(userid).toString('base64url')}` })
}

function token(request: FastifyRequest, { world, tokens }: RouteDeps) {
  if (query(request, 'corpid') !== world.corpId) throw new WecomRefusal(40013)
  if (query(request, 'corpsecret') !== world.secret) throw new WecomRefusal(40001)
  return ok(tokens.issue())
}

function ticket(request: FastifyRequest, { tickets }: RouteDeps) {
  // Only the app's ticket is served here; the company's ticket has another address.
  if (query(request, 'type') !== 'agent_config') throw new WecomRefusal(40058)
  return ok(tickets.issue())
}

function agent(request: FastifyRequest, { world, publicOrigin }: RouteDeps) {
  if (neededQuery(request, 'agentid') !== world.agentId) throw new WecomRefusal(301002)
  return ok(agentOf(world, new URL(publicOrigin).host))
}

/** The WeCom server calls that the product makes, each with the checks that WeCom applies. */
export function registerApi(app: FastifyInstance, deps: RouteDeps): void {
  const { world, clock, tokens, codes, refusedWith } = deps

  function call(method: 'GET' | 'POST', operation: string, answer: Answer): void {
    const isToken = operation === 'gettoken'
    function respond(request: FastifyRequest) {
      if (request.method !== method) throw new WecomRefusal(method === 'GET' ? 43001 : 43002)
      if (!isToken) tokens.check(query(request, 'access_token'))
      const code = refusedWith(operation)
      if (code !== null) throw new WecomRefusal(code)
      return answer(request)
    }
    app.route({
      method: ['GET', 'POST'],
      url: `/cgi-bin/${operation}`,
      config: { operation },
      handler: async (request, reply) => {
        try {
          const answer = respond(request)
          return Buffer.isBuffer(answer) ? await reply.type('image/png').send(answer) : answer
        } catch (error) {
          if (error instanceof WecomRefusal) return refusal(error.code, clock())
          throw error
        }
      },
    })
  }

  call('GET', 'gettoken', (request) => token(request, deps))
  call('GET', 'ticket/get', (request) => ticket(request, deps))
  call('GET', 'auth/getuserinfo', (request) => whoIs(codes.redeem(neededQuery(request, 'code')), world))
  call('GET', 'user/get', (request) => ok(memberOf(world, neededQuery(request, 'userid'))))
  call('GET', 'media/get', (request) => media(neededQuery(request, 'media_id')))
  call('GET', 'agent/get', (request) => agent(request, deps))
  call('GET', 'department/simplelist', (request) => departmentIds(request, world))
  call('GET', 'department/list', (request) => departmentList(request, world))
  call('GET', 'user/simplelist', (request) => departmentMembers(request, world))
  call('GET', 'externalcontact/get_follow_user_list', () => customerStaff(world))
  call('GET', 'externalcontact/get', (request) => contactPage(request, deps))
  call('POST', 'externalcontact/groupchat/get', (request) => chat(request, world))
  call('POST', 'externalcontact/groupchat/list', (request) => chatList(request, world))
}
