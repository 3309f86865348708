import type { WecomConfig } from '../wecom/config.ts'

export interface LoginAddress {
  config: Pick<WecomConfig, 'corpId' | 'agentId' | 'oauthUrl' | 'webLoginUrl'>
  publicOrigin: string
}

const callbackOf = (publicOrigin: string): string => `${publicOrigin}/auth/callback`

/** WeCom's page for its own client, which knows who uses it and asks nothing. */
function clientUrl({ config, publicOrigin }: LoginAddress, state: string): string {
  const query = new URLSearchParams({
    appid: config.corpId,
    redirect_uri: callbackOf(publicOrigin),
    response_type: 'code',
    scope: 'snsapi_base',
    state,
    agentid: config.agentId,
  })
  return `${config.oauthUrl}/connect/oauth2/authorize?${query.toString()}#wechat_redirect`
}

/** WeCom's page for other browsers, with a code to scan. Both come back with a code that is exchanged alike. */
function webUrl(webLoginUrl: string, { config, publicOrigin }: LoginAddress, state: string): string {
  const query = new URLSearchParams({
    login_type: 'CorpApp',
    appid: config.corpId,
    agentid: config.agentId,
    redirect_uri: callbackOf(publicOrigin),
    state,
  })
  return `${webLoginUrl}/wwlogin/sso/login?${query.toString()}`
}

/** Where a login goes. [docs/vendors/wecom.md#signing-in] */
export function authorizeUrl(address: LoginAddress, { state, isByScan }: { state: string; isByScan: boolean }) {
  const { webLoginUrl } = address.config
  return isByScan && webLoginUrl ? webUrl(webLoginUrl, address, state) : clientUrl(address, state)
}
