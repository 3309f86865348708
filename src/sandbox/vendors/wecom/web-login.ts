import { escapeUTF8 } from 'entities'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { rangeTest } from '../../world/company/range.ts'
import { findMember } from '../../world/members.ts'
import type { World } from '../../world/world.ts'
import { outsider } from './client.ts'
import type { RouteDeps } from './routes.ts'
import { scanPicture } from './scan-picture.ts'
import { isTrusted, landing, refusalPage, signInPage } from './sign-in-page.ts'

interface WebLoginRequest {
  query: URLSearchParams
  publicOrigin: string
  world: World
}

/** Why the page shows no code to scan, in its own words; null when it shows one. */
function faultOf({ query, publicOrigin, world }: WebLoginRequest): string | null {
  if (query.get('login_type') !== 'CorpApp') return 'login_type参数错误'
  if (query.get('appid') !== world.corpId) return 'appid参数错误'
  if (query.get('agentid') !== world.agentId) return 'agentid参数错误'
  const target = query.get('redirect_uri') ?? ''
  if (!URL.canParse(target)) return 'redirect_uri参数错误'
  return isTrusted(target, publicOrigin) ? null : 'redirect_uri 与配置的授权完成回调域名不一致'
}

/** Who could hold a phone, the administrators first. */
function people(world: World): { userid: string; label: string }[] {
  const name = (userid: string) => findMember(world, userid)?.name ?? userid
  return [
    ...world.company.administrators.map((userid) => ({ userid, label: `${name(userid)}（管理员）` })),
    ...world.staff.map(({ userid }) => ({ userid, label: name(userid) })),
    { userid: outsider, label: '外部人员' },
  ]
}

const style = `
:root{color-scheme:light dark}body{max-width:460px;margin:8vh auto;padding:0 16px;font:14px/1.6 system-ui,sans-serif;text-align:center}
h1{font-size:18px}form{display:flex;flex-wrap:wrap;gap:8px;justify-content:center}button{padding:8px 12px;font:inherit}`

/** The code, and in place of the phones that scan it a button for each person. */
function scanPage(query: URLSearchParams, world: World): string {
  const kept = [...query].map(
    ([name, value]) => `<input type="hidden" name="${escapeUTF8(name)}" value="${escapeUTF8(value)}">`,
  )
  const phones = [...people(world), { userid: '', label: '取消' }].map(
    ({ userid, label }) => `<button name="userid" value="${userid}">${label}</button>`,
  )
  return signInPage(`<style>${style}</style><main>
<h1>企业微信扫码登录</h1><p>登录「${world.agentName}」</p>
${scanPicture(query.get('state') ?? '')}
<p>这是模拟的企业微信，没有手机可扫。谁来扫？</p>
<form action="scanned">${[...kept, ...phones].join('')}</form>
</main>`)
}

/** The page for browsers that are not WeCom's client, and what a phone does once it has scanned it [docs/vendors/wecom.md#signing-in]. */
export function registerWebLogin(app: FastifyInstance, { world, publicOrigin, codes }: RouteDeps): void {
  const isInRange = (userid: string): boolean => {
    const member = findMember(world, userid)
    return member !== undefined && rangeTest(world.company)(member)
  }

  function scanned(query: URLSearchParams, reply: FastifyReply): FastifyReply {
    const userid = query.get('userid') ?? ''
    if (userid === '') return reply.redirect(landing(query, null), 302)
    if (userid !== outsider && !isInRange(userid)) return reply.send(refusalPage('无权限'))
    return reply.redirect(landing(query, codes.issue(userid)), 302)
  }

  function serve(path: string, answer: (query: URLSearchParams, reply: FastifyReply) => FastifyReply): void {
    app.get(path, { config: { isFaultless: true } }, (request, reply) => {
      const { searchParams: query } = new URL(request.url, publicOrigin)
      void reply.type('text/html; charset=utf-8')
      const fault = faultOf({ query, publicOrigin, world })
      return fault === null ? answer(query, reply) : reply.send(refusalPage(fault))
    })
  }

  serve('/wwlogin/sso/login', (query, reply) => reply.send(scanPage(query, world)))
  serve('/wwlogin/sso/scanned', scanned)
}
