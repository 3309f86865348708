import { z } from 'zod'
import type { Upstream } from '../errors.ts'
import { parsePolicy, policies } from '../upstream/policy.ts'

const url = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, ''))
const text = z.string().min(1)
const digits = z.string().regex(/^\d{1,12}$/, 'must be digits')
const flag = z.enum(['0', '1']).transform((value) => value === '1')

/** 1 day = one midnight; the vendor's windows are days of China time. */
const day = z.iso.date()
const databaseUrl = z.string().regex(/^(file:.+|postgres(ql)?:\/\/.+)$/, 'must be file:PATH or postgres://…')
const keys = z
  .string()
  .transform((value) => value.split(',').map((key) => key.trim()))
  .pipe(z.array(z.string().min(32, 'each key needs at least 32 characters')).min(1))

const userids = z.string().transform((value) =>
  value
    .split(',')
    .map((userid) => userid.trim())
    .filter((userid) => userid !== ''),
)

/** `timeoutMs=3000,retries=0`: what of an upstream's policy is not as in `upstream/policy.ts`. */
const policyOf = (source: Upstream) =>
  z
    .string()
    .transform((value, context) => {
      const parsed = parsePolicy(source, value)
      if ('policy' in parsed) return parsed.policy
      context.issues.push({ code: 'custom', message: parsed.fault, input: value })
      return z.NEVER
    })
    .default(policies[source])

/** Every variable that there is, parsed. Absent ones of a source leave it unconfigured. */
export const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  HOST: text.default('0.0.0.0'),
  PUBLIC_ORIGIN: url.refine((value) => new URL(value).origin === value, 'must be an origin, without a path'),
  SESSION_KEY: keys,
  DATABASE_URL: databaseUrl.default('file:./data/sidedesk.db'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  LINK_BY_PHONE: flag.default(false),
  /** Userids of who may see `/admin/doctor`; nobody unless told. */
  ADMIN_USERIDS: userids.default([]),
  /** Outside production `.env` is read, which the doctor warns of. */
  NODE_ENV: text.optional(),
  /** Calls a minute per salesperson. */
  RATE_LIMIT_CALLS: z.coerce.number().int().min(1).default(600),
  /** Sign-ins a minute per address. */
  RATE_LIMIT_SIGN_INS: z.coerce.number().int().min(1).default(60),
  /** Calls a minute per address of who is not signed in. */
  RATE_LIMIT_STRANGERS: z.coerce.number().int().min(1).default(3000),
  /** While the event loop lags more than this behind, work is refused; 0: never. */
  OVERLOAD_DELAY_MS: z.coerce.number().int().min(0).default(2000),
  /** Bearer token of /metrics; without it, loopback and private addresses read them. */
  METRICS_TOKEN: z.string().min(16, 'needs at least 16 characters').optional(),
  /** How long a mirror waits for an instance that died before it takes over. */
  MIRROR_LEASE_MS: z.coerce.number().int().min(500).max(300_000).default(30_000),
  /** No mirror rests longer between two passes; absent: each as long as its vendor suggests. */
  MIRROR_INTERVAL_MS: z.coerce.number().int().min(100).optional(),
  /** Deadline of an /api call, whatever its vendors do. */
  CALL_TIMEOUT_MS: z.coerce.number().int().min(100).max(600_000).default(15_000),
  WECOM_POLICY: policyOf('wecom'),
  YOUMI_POLICY: policyOf('youmi'),
  WAIQIN_POLICY: policyOf('waiqin'),
  TANMA_POLICY: policyOf('tanma'),
  YUNZHONG_POLICY: policyOf('yunzhong'),
  /** Folder of the built page. */
  APP_DIR: text.default('dist/app'),

  WECOM_CORP_ID: text,
  WECOM_AGENT_ID: z.string().regex(/^\d+$/, 'must be digits'),
  WECOM_SECRET: text,
  WECOM_API_URL: url.default('https://qyapi.weixin.qq.com'),
  WECOM_OAUTH_URL: url.default('https://open.weixin.qq.com'),
  /** As shown beside 接收消息 in the app's console; with both, WeCom's callbacks are taken. */
  WECOM_CALLBACK_TOKEN: z
    .string()
    .regex(/^[A-Za-z\d]{1,32}$/, 'must be 1 to 32 letters or digits')
    .optional(),
  WECOM_CALLBACK_AES_KEY: z
    .string()
    .regex(/^[A-Za-z\d]{43}$/, 'must be 43 letters or digits')
    .optional(),
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

  YUNZHONG_API_URL: url.optional(),
  /** The shop account's number, which is in every path. */
  YUNZHONG_UNIACID: digits.optional(),
  /** The enterprise, where an account may have several. */
  YUNZHONG_BUSINESS_ID: digits.optional(),
  YUNZHONG_SERVICE_MOBILE: z
    .string()
    .regex(/^\d{5,15}$/, 'must be 5 to 15 digits')
    .optional(),
  YUNZHONG_SERVICE_PASSWORD: text.optional(),
})
export type Environment = z.infer<typeof Environment>

interface Group {
  needs: readonly (keyof Environment)[]
  /** Pointless without the others. */
  may?: readonly (keyof Environment)[]
}

const serviceAccount = ['YUNZHONG_SERVICE_MOBILE', 'YUNZHONG_SERVICE_PASSWORD'] as const

/** The variables of one source belong together: all of them, or none. */
const groups: readonly Group[] = [
  { needs: ['WECOM_CALLBACK_TOKEN', 'WECOM_CALLBACK_AES_KEY'] },
  { needs: ['YOUMI_API_URL', 'YOUMI_TOKEN_URL', 'YOUMI_CLIENT_ID', 'YOUMI_CLIENT_SECRET'] },
  { needs: ['WAIQIN_API_URL', 'WAIQIN_OPENID', 'WAIQIN_APP_KEY'] },
  { needs: ['TANMA_API_URL', 'TANMA_APP_ID', 'TANMA_APP_KEY'] },
  { needs: ['YUNZHONG_API_URL', 'YUNZHONG_UNIACID'], may: ['YUNZHONG_BUSINESS_ID', ...serviceAccount] },
  { needs: serviceAccount },
]

/** One line per variable that is missing while others of its source are set. */
export function incompleteGroups(env: NodeJS.ProcessEnv): string[] {
  return groups.flatMap(({ needs, may = [] }) => {
    const isUsed = [...needs, ...may].some((name) => env[name])
    const missing = needs.filter((name) => !env[name])
    return isUsed ? missing.map((name) => `${name}: missing, though others of its source are set`) : []
  })
}
