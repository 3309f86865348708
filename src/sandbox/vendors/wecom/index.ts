import { startVendor } from '../start-vendor.ts'
import type { Clock, Vendor } from '../vendor.ts'
import type { World } from '../../world/world.ts'
import { judgeAgentConfig, type AgentConfig } from './agent-config.ts'
import { registerAuthorize } from './authorize.ts'
import { createCallbacks, type SentCallback } from './callbacks.ts'
import { createCodes, createTickets, createTokens } from './credentials.ts'
import { registerApi, type RouteDeps } from './routes.ts'
import { createWecomTruth, type WecomTruth } from './truth.ts'
import { createVoice, isErrorCode } from './voice.ts'
import { registerWebLogin } from './web-login.ts'

export interface WecomOptions {
  world: World
  clock: Clock
  /** The trusted domain: OAuth redirects only to it, and relative avatar addresses belong to it. */
  publicOrigin: string
  port?: number
  slowMs?: number
}

export interface WecomVendor extends Vendor, WecomTruth {
  /** Followers per page of `externalcontact/get`; the real WeCom has 500. */
  followerPageSize: number
  /** The environment variables that point a BFF at this simulator. */
  environment: Record<string, string>
  /** Revokes the access token early: the next call that uses it gets 42001. */
  expireTokens(): void
  /** Revokes the ticket early: signatures made with it become invalid. */
  expireTickets(): void
  /** Issues an OAuth code without opening the page, for tests. */
  issueCode(userid: string): string
  /** The client's answer to `agentConfig` on the page with this URL. */
  judgeAgentConfig(config: AgentConfig, url: string): { err_msg: string; err_code?: number }
  /** From now on refuses every call, or those below `path`, with this code (60020, 48002, …); 0 ends it. */
  refuseWith(code: number, path?: string): void
  /** Sets the app's callback address, which must first decrypt and return a test message. Until then no events are sent. */
  setCallbackUrl(url: string): Promise<void>
  /** The events sent so far. */
  callbacks: SentCallback[]
}

/** The token and key that the admin console generates for the app's 接收消息. */
const callbackKeys = { token: 'sandboxCallbackToken', aesKey: 'sandboxCallbackAesKeyNotARealOne0123456789A' }

/** Starts the simulated WeCom: server API, the pages that sign in and the check of agentConfig signatures. */
export async function startWecom(options: WecomOptions): Promise<WecomVendor> {
  const { world, clock, publicOrigin } = options
  const tokens = createTokens(clock)
  const tickets = createTickets(clock)
  const codes = createCodes(clock)
  let refused = { code: 0, path: '' }
  const deps: RouteDeps = {
    world,
    clock,
    publicOrigin,
    tokens,
    tickets,
    codes,
    followerPageSize: () => wecom.followerPageSize,
    refusedWith: (operation) => (isErrorCode(refused.code) && operation.startsWith(refused.path) ? refused.code : null),
  }

  const callbacks = createCallbacks({ world, clock, keys: callbackKeys })

  const vendor = await startVendor({
    name: 'wecom',
    clock,
    voice: createVoice(clock),
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.slowMs === undefined ? {} : { slowMs: options.slowMs }),
    routes: (app) => {
      registerApi(app, deps)
      registerAuthorize(app, deps)
      registerWebLogin(app, deps)
    },
  })
  const { close: closeServer } = vendor
  const wecom: WecomVendor = Object.assign(vendor, {
    followerPageSize: 500,
    environment: {
      WECOM_CORP_ID: world.corpId,
      WECOM_AGENT_ID: world.agentId,
      WECOM_SECRET: world.secret,
      WECOM_API_URL: vendor.url,
      WECOM_OAUTH_URL: `${publicOrigin}/sandbox/wecom`,
      WECOM_WEB_LOGIN_URL: `${publicOrigin}/sandbox/wecom`,
      WECOM_CALLBACK_TOKEN: callbackKeys.token,
      WECOM_CALLBACK_AES_KEY: callbackKeys.aesKey,
    },
    expireTokens: tokens.expire,
    expireTickets: tickets.expire,
    issueCode: codes.issue,
    judgeAgentConfig: (config: AgentConfig, url: string) => judgeAgentConfig(config, url, tickets.valid(), world),
    refuseWith: (code: number, path = '') => {
      refused = { code, path }
    },
    setCallbackUrl: callbacks.setUrl,
    callbacks: callbacks.sent,
    ...createWecomTruth({ world, clock, tell: callbacks.tell }),
    async close() {
      callbacks.close()
      await closeServer()
    },
  })
  return wecom
}
