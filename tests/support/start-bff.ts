import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { pino } from 'pino'
import { createBff, type Bff } from '../../src/bff/bff.ts'
import { readConfig } from '../../src/bff/config/config.ts'
import { injectAsBrowser } from './inject-as-browser.ts'
import { watchSecrets, type Secrets } from './secrets.ts'

/** Where the tests' BFF believes to be reached. The OAuth page of the simulator lies below it. */
export const publicOrigin = 'http://localhost:8080'
export const wecomUserAgent = 'Mozilla/5.0 (Windows NT 10.0) Chrome/129.0.6668.101 wxwork/4.1.36 Language/zh'

const secrets = watchSecrets()
const appDir = fileURLToPath(new URL('../fixtures/app', import.meta.url))

export interface BffOptions {
  /** The variables of the simulators that this BFF shall speak to, and others that a case needs. */
  environment: Record<string, string>
  /** Where the OAuth page really is: the URL of the simulated WeCom. */
  wecomUrl: string
  clock?: () => number
}

export interface TestBff extends Pick<Bff, 'app' | 'store' | 'sources'> {
  /** What was logged, line by line. */
  logged: string[]
  /** All that the log must never hold: checked when it closes. */
  secrets: Secrets
  /** `app.inject`, but a change does not say where it comes from unless told to. */
  injectPlainly: FastifyInstance['inject']
  /** Goes through the real login; gives the Cookie header. */
  signIn(userid: string): Promise<string>
  /** One pass of every mirror, to its end. */
  sync(): Promise<void>
  /** A GET with a session. */
  get(url: string, cookie?: string, headers?: Record<string, string>): Promise<LightMyRequestResponse>
  close(): Promise<void>
}

/** The name=value pairs that an answer sets. */
export const cookiesOf = (response: LightMyRequestResponse): string =>
  response.cookies
    .filter(({ value }) => value !== '')
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ')

/** Follows the redirect to WeCom's page as the client would; gives where that sends the visitor. */
export async function authorize(location: string, wecomUrl: string, user: string): Promise<string> {
  const page = location.replace(`${publicOrigin}/sandbox/wecom`, wecomUrl).replace(/#.*/, '')
  const answer = await fetch(page, { redirect: 'manual', headers: { cookie: `sandbox=user=${user}` } })
  const landing = answer.headers.get('location')
  if (!landing) throw new Error(`WeCom's page refused: ${await answer.text()}`)
  return landing.slice(publicOrigin.length)
}

async function login(app: FastifyInstance, wecomUrl: string, user: string): Promise<string> {
  const begun = await app.inject('/auth/login')
  const landing = await authorize(begun.headers.location ?? '', wecomUrl, user)
  const done = await app.inject({ url: landing, headers: { cookie: cookiesOf(begun) } })
  const session = done.cookies.find(({ name }) => name.endsWith('sidedesk_session'))
  if (!session) throw new Error(`no session for ${user}: ${done.statusCode} ${done.body}`)
  for (const { name, value } of [...begun.cookies, ...done.cookies]) secrets.add(name, value)
  secrets.add('state', new URLSearchParams(landing.split('?')[1]).get('state') ?? undefined)
  return `${session.name}=${session.value}`
}

/** The real BFF, on a database of its own; nothing in it is replaced but the clock. */
export async function startBff({ environment, wecomUrl, clock = Date.now }: BffOptions): Promise<TestBff> {
  const folder = await mkdtemp(join(tmpdir(), 'sidedesk-'))
  const variables = {
    PUBLIC_ORIGIN: publicOrigin,
    SESSION_KEY: 'a-session-key-of-the-tests-0123456789',
    DATABASE_URL: `file:${join(folder, 'test.db')}`,
    APP_DIR: appDir,
    // Vendors and tests keep the same event loop busy: how it lags says nothing here.
    OVERLOAD_DELAY_MS: '0',
    ...environment,
  }
  secrets.addEnvironment(variables)
  const config = readConfig(variables)
  const logged: string[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) })
  const { app, store, sources, close } = await createBff({ config, clock, log })
  const injectPlainly = injectAsBrowser(app, config.publicOrigin)
  return {
    app,
    injectPlainly,
    store,
    sources,
    logged,
    secrets,
    sync: () => sources.sync(AbortSignal.timeout(20_000)),
    signIn: (userid) => login(app, wecomUrl, userid),
    get: (url, cookie, headers = {}) => app.inject({ url, headers: { ...headers, ...(cookie ? { cookie } : {}) } }),
    async close() {
      await close()
      await rm(folder, { recursive: true, force: true })
      const told = secrets.in(logged.join(''))
      if (told.length > 0) throw new Error(`secrets in the log: ${told.join(', ')}`)
    },
  }
}
