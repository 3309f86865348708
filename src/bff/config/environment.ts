import { z } from 'zod'
import { panels } from '../panels/config.ts'
import { text, url } from '../upstream/variables.ts'
import { toCallbackConfig, toWecomConfig, wecomVariables } from '../wecom/config.ts'

const flag = z.enum(['0', '1']).transform((value) => value === '1')
const limit = z.coerce.number().int().min(1)
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

/** What proxy-addr takes: addresses, networks, and its three names. */
const proxy = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6(), z.enum(['loopback', 'linklocal', 'uniquelocal'])])
const proxies = z
  .string()
  .transform((value) => value.split(',').map((each) => each.trim()))
  .pipe(z.array(proxy))

export const databaseUrl = z
  .string()
  .regex(/^(file:.+|postgres(ql)?:\/\/.+)$/, 'must be file:PATH or postgres://…')
  .default('file:./data/sidedesk.db')

/** 1: an empty database is made even where a marker says that one was there. */
export const mayCreate = flag.default(false)

/** Every variable apart from the sources', which are in each source's own `config.ts`. */
export const Environment = z
  .object({
    PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
    HOST: text.default('0.0.0.0'),
    PUBLIC_ORIGIN: url.refine((value) => new URL(value).origin === value, 'must be an origin, without a path'),
    /** The first key signs, and seals where there is no SEAL_KEY; all of them are accepted. */
    SESSION_KEY: keys,
    /** The first key seals; it and what is derived from SESSION_KEY are opened. */
    SEAL_KEY: keys.optional(),
    /** What is kept of somebody who left goes after so many days. */
    RETAIN_DAYS: z.coerce.number().int().min(1).max(3650).default(180),
    DATABASE_URL: databaseUrl,
    DATABASE_CREATE: mayCreate,
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    LINK_BY_PHONE: flag.default(false),
    /** Userids of those who may see `/admin/doctor`; without it, no user may. */
    ADMIN_USERIDS: userids.default([]),
    /** Unless it is `production`, `.env` is read, and the doctor warns of it. */
    NODE_ENV: text.optional(),
    /** Calls a minute per salesperson. */
    RATE_LIMIT_CALLS: limit.default(600),
    /** Sign-ins a minute per address. */
    RATE_LIMIT_SIGN_INS: limit.default(60),
    /** Calls a minute per address of callers who are not signed in. */
    RATE_LIMIT_STRANGERS: limit.default(3000),
    /** Proxies whose X-Forwarded-For header is used. */
    TRUSTED_PROXIES: proxies.default(['loopback', 'linklocal', 'uniquelocal']),
    /** Work is refused while the event loop lags more than this behind; 0: never. */
    OVERLOAD_DELAY_MS: z.coerce.number().int().min(0).default(2000),
    /** 1: a line in the log for each call about a contact or a group: who read it. */
    AUDIT_READS: flag.default(false),
    /** Bearer token of /metrics; without it, loopback and private addresses read them. */
    METRICS_TOKEN: z.string().min(16, 'needs at least 16 characters').optional(),
    /** How long after the last sign of an instance another one takes over its mirror. */
    MIRROR_LEASE_MS: z.coerce.number().int().min(500).max(300_000).default(30_000),
    /** The longest pause of every mirror between two passes; without it, each pauses as long as its vendor suggests. */
    MIRROR_INTERVAL_MS: z.coerce.number().int().min(100).optional(),
    /** Deadline of an /api call, however slow its vendors are. */
    CALL_TIMEOUT_MS: z.coerce.number().int().min(100).max(600_000).default(15_000),
    /** Pages of the company's own, as a JSON list. */
    PANELS: panels,
    /** Folder of the built page. */
    APP_DIR: text.default('dist/app'),
    ...wecomVariables,
  })
  .transform((env) => ({
    port: env.PORT,
    host: env.HOST,
    publicOrigin: env.PUBLIC_ORIGIN,
    sessionKeys: env.SESSION_KEY as readonly string[],
    sealKeys: (env.SEAL_KEY as readonly string[] | undefined) ?? null,
    retainDays: env.RETAIN_DAYS,
    databaseUrl: env.DATABASE_URL,
    mayCreateDatabase: env.DATABASE_CREATE,
    logLevel: env.LOG_LEVEL,
    isLinkedByPhone: env.LINK_BY_PHONE,
    adminUserids: env.ADMIN_USERIDS as readonly string[],
    isProduction: env.NODE_ENV === 'production',
    callsPerMinute: env.RATE_LIMIT_CALLS,
    signInsPerMinute: env.RATE_LIMIT_SIGN_INS,
    strangersPerMinute: env.RATE_LIMIT_STRANGERS,
    trustedProxies: env.TRUSTED_PROXIES as readonly string[],
    overloadDelayMs: env.OVERLOAD_DELAY_MS,
    auditsReads: env.AUDIT_READS,
    metricsToken: env.METRICS_TOKEN ?? null,
    mirror: { leaseMs: env.MIRROR_LEASE_MS, longestIntervalMs: env.MIRROR_INTERVAL_MS ?? Infinity },
    callMs: env.CALL_TIMEOUT_MS,
    panels: env.PANELS,
    appDir: env.APP_DIR,
    wecom: toWecomConfig(env),
    policies: { wecom: env.WECOM_POLICY },
    callback: toCallbackConfig(env),
    verifyFile: env.WECOM_VERIFY_FILE ?? null,
  }))
