import type { WecomConfig } from './config.ts'
import type { Send } from './call.ts'
import { WireAgent, WireChatList, WireFollowers, WireToken } from './wire.ts'

/** The doctor's calls to WeCom, each with a new token: the stored one may outlive a secret. */
export interface WecomProbe {
  /** Makes a new request. WeCom returns the same token until it expires, so no other token is ended. */
  token(signal: AbortSignal): Promise<string>
  /** The app as set up in the admin console. @see https://developer.work.weixin.qq.com/document/path/90227 */
  agent(token: string, signal: AbortSignal): Promise<WireAgent>
  /** Members who may use customer contact; error 48002 if the app may not call it. */
  followers(token: string, signal: AbortSignal): Promise<string[]>
  /** Rejects if the groups of these members may not be read. */
  chats(token: string, owners: readonly string[], signal: AbortSignal): Promise<void>
}

const maxOwners = 100

export function createProbe({ corpId, agentId, secret }: WecomConfig, send: Send): WecomProbe {
  return {
    async token(signal) {
      const query = { corpid: corpId, corpsecret: secret }
      return (await send({ path: 'gettoken', query, schema: WireToken }, signal)).access_token
    },

    agent: (access_token, signal) =>
      send({ path: 'agent/get', query: { access_token, agentid: agentId }, schema: WireAgent }, signal),

    async followers(access_token, signal) {
      const path = 'externalcontact/get_follow_user_list'
      return (await send({ path, query: { access_token }, schema: WireFollowers }, signal)).follow_user
    },

    async chats(access_token, owners, signal) {
      const body = { status_filter: 0, owner_filter: { userid_list: owners.slice(0, maxOwners) }, limit: 1 }
      const path = 'externalcontact/groupchat/list'
      await send({ path, query: { access_token }, body, schema: WireChatList }, signal)
    },
  }
}
