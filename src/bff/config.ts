import { z } from 'zod'

const url = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, ''))
const text = z.string().min(1)
const flag = z.enum(['0', '1']).transform((value) => value === '1')

/** 1 day = one midnight; the vendor's windows are days of China time. */
const day = z.iso.date()
const databaseUrl = z.string().regex(/^(file:.+|postgres(ql)?:\/\/.+)$/, 'must be file:PATH or postgres://…')
const keys = z
  .string()
  .transform((value) => value.split(','))
  .pipe(z.array(z.string().min(32, 'each key needs at least 32 characters')).min(1))

const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  HOST: text.default('0.0.0.0'),
  PUBLIC_ORIGIN: url.refine((value) => new URL(value).origin === value, 'must be an origin, without a path'),
  SESSION_KEY: keys,
  DATABASE_URL: databaseUrl.default('file:./data/sidedesk.db'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  ADMIN_USERIDS: z
    .string()
    .default('')
    .transform((value) => value.split(',').filter(Boolean)),
  LINK_BY_PHONE: flag.default(false),
  /** Calls a minute per salesperson. */
  RATE_LIMIT_CALLS: z.coerce.number().int().min(1).default(600),
  /** Sign-ins a minute per address. */
  RATE_LIMIT_SIGN_INS: z.coerce.number().int().min(1).default(60),
  /** Folder of the built page. */
  APP_DIR: text.default('dist/app'),

  WECOM_CORP_ID: text,
  WECOM_AGENT_ID: z.string().regex(/^\d+$/, 'must be digits'),
  WECOM_SECRET: text,
  WECOM_API_URL: url.default('https://qyapi.weixin.qq.com'),
  WECOM_OAUTH_URL: url.default('https://open.weixin.qq.com'),
  /** `name:content`, served at the root for the trusted-domain check. */
  WECOM_VERIFY_FILE: z
    .string()
    .regex(/^WW_verify_\w{1,64}\.txt:\w{1,128}$/, 'must be WW_verify_….txt:CONTENT')
    .optional(),

  YOUMI_API_URL: url.optional(),
  YOUMI_TOKEN_URL: url.optional(),
  YOUMI_CLIENT_ID: text.optional(),
  YOUMI_CLIENT_SECRET: text.optional(),
  YOUMI_TENANT_ID: text.optional(),
  /** `userid` where the tenant's 工号 is the WeCom userid. */
  YOUMI_STAFF_ID: z.literal('userid').optional(),

  WAIQIN_API_URL: url.optional(),
  WAIQIN_OPENID: text.optional(),
  WAIQIN_APP_KEY: text.optional(),
  WAIQIN_SINCE: day.optional(),

  TANMA_API_URL: url.optional(),
  TANMA_APP_ID: text.optional(),
  TANMA_APP_KEY: text.optional(),
  /** What the tenant knows of the undocumented sendStatus, such as `0=open,1=done`. */
  TANMA_SEND_STATUS: z
    .string()
    .regex(/^\d+=(open|done|cancelled)(,\d+=(open|done|cancelled))*$/, 'must look like 0=open,1=done')
    .transform(
      (value) => new Map(value.split(',').map((pair) => pair.split('=') as [string, 'open' | 'done' | 'cancelled'])),
    )
    .optional(),
})
type Environment = z.infer<typeof Environment>

/** The variables of one source belong together: all of them, or none. */
const groups = {
  youmi: ['YOUMI_API_URL', 'YOUMI_TOKEN_URL', 'YOUMI_CLIENT_ID', 'YOUMI_CLIENT_SECRET'],
  waiqin: ['WAIQIN_API_URL', 'WAIQIN_OPENID', 'WAIQIN_APP_KEY'],
  tanma: ['TANMA_API_URL', 'TANMA_APP_ID', 'TANMA_APP_KEY'],
} as const

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

export interface WecomConfig {
  corpId: string
  agentId: string
  secret: string
  apiUrl: string
  oauthUrl: string
}

export interface Config {
  port: number
  host: string
  publicOrigin: string
  /** First signs and seals; all of them are accepted. */
  sessionKeys: readonly string[]
  databaseUrl: string
  logLevel: Environment['LOG_LEVEL']
  adminUserids: readonly string[]
  isLinkedByPhone: boolean
  callsPerMinute: number
  signInsPerMinute: number
  appDir: string
  wecom: WecomConfig
  verifyFile: { name: string; content: string } | null
  youmi: YoumiConfig | null
  waiqin: WaiqinConfig | null
  tanma: TanmaConfig | null
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

function incompleteGroups(env: NodeJS.ProcessEnv): string[] {
  return Object.values(groups).flatMap((names) => {
    const missing = names.filter((name) => !env[name])
    return missing.length === names.length
      ? []
      : missing.map((name) => `${name}: missing, though others of its source are set`)
  })
}

function verifyFile(value: string | undefined): Config['verifyFile'] {
  const [name, content] = value?.split(':') ?? []
  return name && content ? { name, content } : null
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
    adminUserids: env.ADMIN_USERIDS,
    isLinkedByPhone: env.LINK_BY_PHONE,
    callsPerMinute: env.RATE_LIMIT_CALLS,
    signInsPerMinute: env.RATE_LIMIT_SIGN_INS,
    appDir: env.APP_DIR,
    wecom: {
      corpId: env.WECOM_CORP_ID,
      agentId: env.WECOM_AGENT_ID,
      secret: env.WECOM_SECRET,
      apiUrl: env.WECOM_API_URL,
      oauthUrl: env.WECOM_OAUTH_URL,
    },
    verifyFile: verifyFile(env.WECOM_VERIFY_FILE),
    youmi: youmi(env),
    waiqin: waiqin(env),
    tanma: tanma(env),
  }
}
