import { UpstreamError } from '../errors.ts'
import type { Wecom } from '../wecom/wecom.ts'
import type { WecomProbe } from '../wecom/probe.ts'
import type { WireAgent } from '../wecom/wire.ts'
import { fail, ok, skipped, warn, type Check, type Verdict } from './check.ts'
import { explainWecom } from './wecom-words.ts'

export interface WecomChecksDeps {
  wecom: Pick<Wecom, 'signature'> & { probe: WecomProbe }
  publicOrigin: string
}

const group = '企业微信'
const app = '管理后台 → 应用管理 → 该应用'

function isEmptyScope({ allow_userinfos: people, allow_partys: parties, allow_tags: tags }: WireAgent): boolean {
  return [people?.user, parties?.partyid, tags?.tagid].every((list) => (list ?? []).length === 0)
}

function judgeApp(agent: WireAgent): Verdict {
  if (agent.close === 1) return fail('应用已停用', `${app}：启用它`)
  if (isEmptyScope(agent)) return fail('应用的可见范围是空的', `${app} → 可见范围：加上用侧边栏的人和跟进客户的人`)
  return ok(agent.name ? `应用「${agent.name}」可用` : '应用可用')
}

function judgeDomain({ redirect_domain: domain }: WireAgent, publicOrigin: string): Verdict {
  const { host } = new URL(publicOrigin)
  const fix = `${app} → 网页授权及JS-SDK：可信域名填 ${host}，端口也要一致，否则登录报 50001`
  if (!domain) return warn('企业微信没有给出可信域名，可能还没有填', fix)
  return domain === host ? ok(`可信域名是 ${host}`) : warn(`可信域名是 ${domain}，而侧边台在 ${host}`, fix)
}

function judgeMembers(members: readonly string[]): Verdict {
  const fix = '管理后台 → 客户联系 → 使用范围：加上销售'
  return members.length > 0 ? ok(`${members.length} 位成员可以联系客户`) : warn('还没有人可以联系客户', fix)
}

/** WeCom's side, step by step as the admin console has it [wecom.md B9]. Good for one examination. */
export function createWecomChecks({ wecom, publicOrigin }: WecomChecksDeps): Check[] {
  const { probe } = wecom
  // What one check has learnt, those that need it go on with.
  let token = ''
  let members: string[] = []
  let app: { agent: WireAgent } | { error: unknown } = { error: null }

  async function askApp(signal: AbortSignal): Promise<Verdict> {
    try {
      app = { agent: await probe.agent(token, signal) }
    } catch (error) {
      // A refusal for any other reason came after the look at the address.
      const isAnswer = error instanceof UpstreamError && typeof error.vendorCode === 'number'
      if (!isAnswer || error.vendorCode === 60020 || error.reason === 'rate_limited') throw error
      app = { error }
    }
    return ok('企业微信接受本机的地址')
  }

  const agentOf = (): WireAgent => {
    if ('error' in app) throw app.error
    return app.agent
  }

  const checks: Omit<Check, 'group' | 'explain'>[] = [
    {
      id: 'wecom-secret',
      title: '企业 ID 和 Secret',
      run: async (signal) => {
        token = await probe.token(signal)
        return ok('取到了 access_token')
      },
    },
    { id: 'wecom-ip', title: '企业可信IP', needs: ['wecom-secret'], run: askApp },
    { id: 'wecom-app', title: '应用和可见范围', needs: ['wecom-ip'], run: async () => judgeApp(agentOf()) },
    {
      id: 'wecom-domain',
      title: '可信域名',
      needs: ['wecom-app'],
      run: async () => judgeDomain(agentOf(), publicOrigin),
    },
    {
      id: 'wecom-ticket',
      title: '侧边栏签名',
      needs: ['store', 'wecom-ip'],
      run: async (signal) => {
        await wecom.signature(`${publicOrigin}/`, signal)
        return ok('应用的 jsapi_ticket 可用')
      },
    },
    {
      id: 'wecom-contacts',
      title: '客户联系接口',
      needs: ['wecom-ip'],
      run: async (signal) => {
        members = await probe.followers(token, signal)
        return ok('应用可以读客户')
      },
    },
    {
      id: 'wecom-members',
      title: '客户联系使用范围',
      needs: ['wecom-contacts'],
      run: async () => judgeMembers(members),
    },
    {
      id: 'wecom-chats',
      title: '客户群接口',
      needs: ['wecom-contacts'],
      run: async (signal) => {
        if (members.length === 0) return skipped('没有成员可以代为查询')
        await probe.chats(token, members, signal)
        return ok('应用可以读客户群')
      },
    },
  ]
  return checks.map((check) => Object.assign(check, { group, explain: explainWecom }))
}
