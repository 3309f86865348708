import { existsSync } from 'node:fs'
import type { z } from 'zod'
import { Environment, incompleteGroups } from './environment.ts'
import type { Upstream } from '../errors.ts'
import type { Policy } from '../upstream/policy.ts'

export interface YoumiConfig {
  apiUrl: string
  tokenUrl: string
  clientId: string
  clientSecret: string
  tenantId: string | null
  isStaffIdUserid: boolean
}

export interface WaiqinConfig {
  apiUrl: string
  openid: string
  appKey: string
  /** yyyy-MM-dd; null for three years back. */
  since: string | null
}

export interface TanmaConfig {
  apiUrl: string
  appId: string
  appKey: string
  /** Raw sendStatus → meaning; empty until the tenant tells. */
  sendStatus: ReadonlyMap<string, 'open' | 'done' | 'cancelled'>
}

export interface YunzhongConfig {
  /** The host; both families of routes lie below it. */
  apiUrl: string
  uniacid: string
  businessId: string | null
  /** Whose session reads the moments jobs; null leaves them out. */
  service: { mobile: string; password: string } | null
}

export interface WecomConfig {
  corpId: string
  agentId: string
  secret: string
  apiUrl: string
  oauthUrl: string
}

export interface CallbackConfig {
  token: string
  /** 43 characters. */
  aesKey: string
}

export interface Config {
  port: number
  host: string
  publicOrigin: string
  /** First signs and seals; all of them are accepted. */
  sessionKeys: readonly string[]
  databaseUrl: string
  logLevel: Environment['LOG_LEVEL']
  isLinkedByPhone: boolean
  /** Who may see the doctor's page. */
  adminUserids: readonly string[]
  isProduction: boolean
  callsPerMinute: number
  signInsPerMinute: number
  strangersPerMinute: number
  overloadDelayMs: number
  /** Who brings it may read /metrics; null leaves it to the private network. */
  metricsToken: string | null
  mirror: { leaseMs: number; longestIntervalMs: number }
  /** Deadline of an /api call. */
  callMs: number
  /** How each upstream is called. */
  policies: Record<Upstream, Policy>
  appDir: string
  wecom: WecomConfig
  /** Null: WeCom tells nothing, and the caches' ages alone bound what is believed. */
  callback: CallbackConfig | null
  verifyFile: { name: string; content: string } | null
  youmi: YoumiConfig | null
  waiqin: WaiqinConfig | null
  tanma: TanmaConfig | null
  yunzhong: YunzhongConfig | null
}

/** Raised with one line per fault; a line names the variable, never its value. */
export class ConfigError extends Error {
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(faults.join('\n'))
    this.name = 'ConfigError'
    this.faults = faults
  }
}

function verifyFile(value: string | undefined): Config['verifyFile'] {
  const [name, content] = value?.split(':') ?? []
  return name && content ? { name, content } : null
}

function callback({ WECOM_CALLBACK_TOKEN: token, WECOM_CALLBACK_AES_KEY: aesKey }: Environment): CallbackConfig | null {
  return token && aesKey ? { token, aesKey } : null
}

function youmi(env: Environment): YoumiConfig | null {
  const { YOUMI_API_URL: apiUrl, YOUMI_TOKEN_URL: tokenUrl, YOUMI_CLIENT_ID: clientId } = env
  const clientSecret = env.YOUMI_CLIENT_SECRET
  if (!apiUrl || !tokenUrl || !clientId || !clientSecret) return null
  const isStaffIdUserid = env.YOUMI_STAFF_ID === 'userid'
  return { apiUrl, tokenUrl, clientId, clientSecret, tenantId: env.YOUMI_TENANT_ID ?? null, isStaffIdUserid }
}

function waiqin(env: Environment): WaiqinConfig | null {
  const { WAIQIN_API_URL: apiUrl, WAIQIN_OPENID: openid, WAIQIN_APP_KEY: appKey } = env
  return apiUrl && openid && appKey ? { apiUrl, openid, appKey, since: env.WAIQIN_SINCE ?? null } : null
}

function tanma(env: Environment): TanmaConfig | null {
  const { TANMA_API_URL: apiUrl, TANMA_APP_ID: appId, TANMA_APP_KEY: appKey } = env
  return apiUrl && appId && appKey ? { apiUrl, appId, appKey, sendStatus: env.TANMA_SEND_STATUS ?? new Map() } : null
}

function yunzhong(env: Environment): YunzhongConfig | null {
  const { YUNZHONG_API_URL: apiUrl, YUNZHONG_UNIACID: uniacid, YUNZHONG_SERVICE_MOBILE: mobile } = env
  const password = env.YUNZHONG_SERVICE_PASSWORD
  if (!apiUrl || !uniacid) return null
  const service = mobile && password ? { mobile, password } : null
  return { apiUrl, uniacid, businessId: env.YUNZHONG_BUSINESS_ID ?? null, service }
}

/** An empty variable is one that is not set: compose files write them that way. */
const givenOf = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))

const faultsOf = ({ issues }: z.ZodError, given: NodeJS.ProcessEnv): string[] =>
  issues.map(({ path, message }) => `${path[0]?.toString()}: ${given[String(path[0])] ? message : 'missing'}`)

/** Reads what the commands beside the server need. @throws ConfigError */
export function readDatabaseUrl(environment: NodeJS.ProcessEnv): string {
  const given = givenOf(environment)
  const parsed = Environment.pick({ DATABASE_URL: true }).safeParse(given)
  if (!parsed.success) throw new ConfigError(faultsOf(parsed.error, given))
  return parsed.data.DATABASE_URL
}

/** The process's environment; outside production what it leaves open comes from `.env` of the working folder. */
export function environment(): NodeJS.ProcessEnv {
  if (process.env.NODE_ENV !== 'production' && existsSync('.env')) process.loadEnvFile('.env')
  return process.env
}

/** Reads the environment. This file alone does. @throws ConfigError with one line per fault */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const given = givenOf(environment)
  const parsed = Environment.safeParse(given)
  const faults = parsed.success ? [] : faultsOf(parsed.error, given)
  faults.push(...incompleteGroups(given))
  if (!parsed.success || faults.length > 0) throw new ConfigError(faults)
  const env = parsed.data
  return {
    port: env.PORT,
    host: env.HOST,
    publicOrigin: env.PUBLIC_ORIGIN,
    sessionKeys: env.SESSION_KEY,
    databaseUrl: env.DATABASE_URL,
    logLevel: env.LOG_LEVEL,
    isLinkedByPhone: env.LINK_BY_PHONE,
    adminUserids: env.ADMIN_USERIDS,
    isProduction: env.NODE_ENV === 'production',
    callsPerMinute: env.RATE_LIMIT_CALLS,
    signInsPerMinute: env.RATE_LIMIT_SIGN_INS,
    strangersPerMinute: env.RATE_LIMIT_STRANGERS,
    overloadDelayMs: env.OVERLOAD_DELAY_MS,
    metricsToken: env.METRICS_TOKEN ?? null,
    mirror: { leaseMs: env.MIRROR_LEASE_MS, longestIntervalMs: env.MIRROR_INTERVAL_MS ?? Infinity },
    callMs: env.CALL_TIMEOUT_MS,
    policies: {
      wecom: env.WECOM_POLICY,
      youmi: env.YOUMI_POLICY,
      waiqin: env.WAIQIN_POLICY,
      tanma: env.TANMA_POLICY,
      yunzhong: env.YUNZHONG_POLICY,
    },
    appDir: env.APP_DIR,
    wecom: {
      corpId: env.WECOM_CORP_ID,
      agentId: env.WECOM_AGENT_ID,
      secret: env.WECOM_SECRET,
      apiUrl: env.WECOM_API_URL,
      oauthUrl: env.WECOM_OAUTH_URL,
    },
    callback: callback(env),
    verifyFile: verifyFile(env.WECOM_VERIFY_FILE),
    youmi: youmi(env),
    waiqin: waiqin(env),
    tanma: tanma(env),
    yunzhong: yunzhong(env),
  }
}
