import { startVendor } from '../start-vendor.ts'
import type { Clock, Vendor } from '../vendor.ts'
import type { World } from '../world/world.ts'
import { judgeAgentConfig, type AgentConfig } from './agent-config.ts'
import { registerAuthorize } from './authorize.ts'
import { createCodes, createTickets, createTokens } from './credentials.ts'
import { registerApi, type RouteDeps } from './routes.ts'
import { createVoice } from './voice.ts'

export interface WecomOptions {
  world: World
  clock: Clock
  /** The trusted domain: where OAuth may send codes, and where relative avatars live. */
  publicOrigin: string
  port?: number
  slowMs?: number
}

export interface WecomVendor extends Vendor {
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
  /** The salesperson drops the customer, or the other way round. */
  unfollow(externalUserId: string, userid: string): void
}

/** Starts the simulated WeCom: server API, OAuth page and the judge of agentConfig signatures. */
export async function startWecom(options: WecomOptions): Promise<WecomVendor> {
  const { world, clock, publicOrigin } = options
  const tokens = createTokens(clock)
  const tickets = createTickets(clock)
  const codes = createCodes(clock)
  const deps: RouteDeps = {
    world,
    clock,
    publicOrigin,
    tokens,
    tickets,
    codes,
    followerPageSize: () => wecom.followerPageSize,
  }

  function unfollow(externalUserId: string, userid: string): void {
    const contact = world.contacts.find((each) => each.externalUserId === externalUserId)
    if (contact) contact.follows = contact.follows.filter((follow) => follow.userid !== userid)
  }

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
  const wecom: WecomVendor = Object.assign(vendor, {
    followerPageSize: 500,
    environment: {
      WECOM_CORP_ID: world.corpId,
      WECOM_AGENT_ID: world.agentId,
      WECOM_SECRET: world.secret,
      WECOM_API_URL: vendor.url,
      WECOM_OAUTH_URL: `${publicOrigin}/sandbox/wecom`,
    },
    expireTokens: tokens.expire,
    expireTickets: tickets.expire,
    issueCode: codes.issue,
    judgeAgentConfig: (config: AgentConfig, url: string) => judgeAgentConfig(config, url, tickets.valid(), world),
    unfollow,
  })
  return wecom
}
