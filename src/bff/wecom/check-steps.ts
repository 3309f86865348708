import { UpstreamError } from '../errors.ts'
import type { WecomProbe } from './probe.ts'
import type { Wecom } from './wecom.ts'
import type { WireAgent } from './wire.ts'
import { byHand, fail, ok, skipped, warn, type Verdict } from '../check.ts'
import { appConsole } from './check-words.ts'

export interface WecomStepsDeps {
  wecom: Pick<Wecom, 'signature'> & { probe: WecomProbe }
  publicOrigin: string
}

function isEmptyScope({ allow_userinfos: people, allow_partys: parties, allow_tags: tags }: WireAgent): boolean {
  return [people?.user, parties?.partyid, tags?.tagid].every((list) => (list ?? []).length === 0)
}

function judgeApp(agent: WireAgent): Verdict {
  const scope = `${appConsole} → 可见范围：加上用侧边栏的人和跟进客户的人`
  if (agent.close === 1) return fail('应用已停用', `${appConsole}：启用它`)
  if (isEmptyScope(agent)) return fail('应用的可见范围是空的', scope)
  return ok(agent.name ? `应用「${agent.name}」可用` : '应用可用')
}

function judgeDomain({ redirect_domain: domain }: WireAgent, publicOrigin: string): Verdict {
  const { host } = new URL(publicOrigin)
  const fix = `${appConsole} → 网页授权及JS-SDK：可信域名填 ${host}，端口也要一致，否则登录报 50001`
  if (!domain) return warn('企业微信没有给出可信域名，可能还没有填', fix)
  return domain === host ? ok(`可信域名是 ${host}`) : warn(`可信域名是 ${domain}，而侧边台在 ${host}`, fix)
}

/** WeCom checks our address first, so any other error code shows that it accepted the address. */
const isAnswer = (error: unknown): boolean =>
  error instanceof UpstreamError &&
  typeof error.vendorCode === 'number' &&
  error.vendorCode !== 60020 &&
  error.reason !== 'rate_limited'

/** The calls to WeCom in order: each uses the results of those before it. */
export function createWecomSteps({ wecom, publicOrigin }: WecomStepsDeps) {
  const { probe } = wecom
  let token = ''
  let members: string[] = []
  let answer: { agent: WireAgent } | { error: unknown } = { error: null }

  function agentOf(): WireAgent {
    if ('error' in answer) throw answer.error
    return answer.agent
  }

  return {
    async secret(signal: AbortSignal) {
      token = await probe.token(signal)
      return ok('取到了 access_token')
    },
    async address(signal: AbortSignal) {
      try {
        answer = { agent: await probe.agent(token, signal) }
      } catch (error) {
        if (!isAnswer(error)) throw error
        answer = { error }
      }
      return ok('企业微信接受本机的地址')
    },
    app: async () => judgeApp(agentOf()),
    domain: async () => judgeDomain(agentOf(), publicOrigin),
    async ticket(signal: AbortSignal) {
      await wecom.signature(`${publicOrigin}/`, signal)
      return ok('应用的 jsapi_ticket 可用')
    },
    async contacts(signal: AbortSignal) {
      members = await probe.followers(token, signal)
      return ok('应用可以读客户')
    },
    async members() {
      if (members.length > 0) return ok(`${members.length} 位成员可以联系客户`)
      return warn('还没有人可以联系客户', '管理后台 → 客户联系 → 使用范围：加上销售')
    },
    async chats(signal: AbortSignal) {
      if (members.length === 0) return skipped('没有成员可以代为查询')
      await probe.chats(token, members, signal)
      return ok('应用可以读客户群')
    },
    toolbar: async () => byHand(`没有接口可查：${appConsole} → 配置到聊天工具栏，页面地址是 ${publicOrigin}/`),
  }
}
