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

export interface WecomOptions {
  world: World
  clock: Clock
  /** The trusted domain: where OAuth may send codes, and where relative avatars live. */
  publicOrigin: string
  port?: number
  slowMs?: number
}

export interface WecomVendor extends Vendor, WecomTruth {
  /** Followers on one page of `externalcontact/get`; 500 at WeCom. */
  followerPageSize: number
  /** The variables that make a BFF speak to this simulator. */
  environment: Record<string, string>
  /** Revokes the access token early: the next call with it answers 42001. */
  expireTokens(): void
  /** Revokes the ticket early: what it signed is no longer good. */
  expireTickets(): void
  /** An OAuth code without the page, for tests. */
  issueCode(userid: string): string
  /** What the client answers to `agentConfig` on that page. */
  judgeAgentConfig(config: AgentConfig, url: string): { err_msg: string; err_code?: number }
  /** From now on every call, or those below `path`, is refused with this code: 60020, 48002 and so on; 0 ends it. */
  refuseWith(code: number, path?: string): void
  /** Where the app wants to be told of changes; nobody is told until this address has said the right word. */
  setCallbackUrl(url: string): Promise<void>
  /** What the app was told. */
  callbacks: SentCallback[]
}

/** What the console makes up for the app's 接收消息. */
const callbackKeys = { token: 'sandboxCallbackToken', aesKey: 'sandboxCallbackAesKeyNotARealOne0123456789A' }

/** Starts the simulated WeCom: server API, OAuth page and the judge of agentConfig signatures. */
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
