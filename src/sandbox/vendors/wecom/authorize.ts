import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { World } from '../../world/world.ts'
import { outsider, readClient } from './client.ts'
import type { RouteDeps } from './routes.ts'
import { isTrusted, landing, refusalPage } from './sign-in-page.ts'

interface AuthorizeRequest {
  query: URLSearchParams
  publicOrigin: string
  world: World
}

/** Why the OAuth page refuses to redirect, in the words that the client shows; null when it redirects. */
function faultOf({ query, publicOrigin, world }: AuthorizeRequest): string | null {
  if (query.get('appid') !== world.corpId) return 'appid参数错误'
  const target = query.get('redirect_uri') ?? ''
  if (!URL.canParse(target)) return 'redirect_uri参数错误'
  if (!isTrusted(target, publicOrigin)) return 'redirect_uri 与配置的授权回调域名不一致'
  if (query.get('response_type') !== 'code') return 'response_type参数错误'
  const scope = query.get('scope')
  if (scope !== 'snsapi_base' && scope !== 'snsapi_privateinfo') return 'Scope 参数错误或没有 Scope 权限'
  if (!/^[a-zA-Z0-9]{0,128}$/.test(query.get('state') ?? '')) return 'state参数错误'
  const agentId = query.get('agentid')
  return agentId === null || agentId === world.agentId ? null : 'agentid参数错误'
}

/** The OAuth page. It shows nothing and redirects with a code for the user of this simulated client. */
export function registerAuthorize(app: FastifyInstance, { world, publicOrigin, codes }: RouteDeps): void {
  function authorize(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const { searchParams } = new URL(request.url, publicOrigin)
    const fault = faultOf({ query: searchParams, publicOrigin, world })
    if (fault) return reply.type('text/html; charset=utf-8').send(refusalPage(fault))
    const user = readClient(request.headers.cookie)?.user ?? world.staff[0]?.userid ?? outsider
    return reply.redirect(landing(searchParams, codes.issue(user)), 302)
  }
  app.get('/connect/oauth2/authorize', { config: { isFaultless: true } }, authorize)
}
