import type { WecomConfig } from './config.ts'
import type { Send } from './call.ts'
import { WireAgent, WireChatList, WireFollowers, WireToken } from './wire.ts'

/** What the doctor asks WeCom, each with a token of its own: the one that is kept may outlive a secret. */
export interface WecomProbe {
  /** A new request. WeCom gives out the same token until it expires, so this ends no other token. */
  token(signal: AbortSignal): Promise<string>
  /** The app as the admin console has it. @see https://developer.work.weixin.qq.com/document/path/90227 */
  agent(token: string, signal: AbortSignal): Promise<WireAgent>
  /** Members with the right of customer contact; 48002 unless the app may call. */
  followers(token: string, signal: AbortSignal): Promise<string[]>
  /** Rejects unless the groups of these members may be read. */
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
      return (await send({ path, query: { access_token }, schema: WireFollowers }, signal)).follow_user ?? []
    },

    async chats(access_token, owners, signal) {
      const body = { status_filter: 0, owner_filter: { userid_list: owners.slice(0, maxOwners) }, limit: 1 }
      const path = 'externalcontact/groupchat/list'
      await send({ path, query: { access_token }, body, schema: WireChatList }, signal)
    },
  }
}
