import { systemClock, type Clock } from '../../src/bff/clock.ts'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { pino } from 'pino'
import { createBff, type Bff } from '../../src/bff/bff.ts'
import { readConfig } from '../../src/bff/config/config.ts'
import { injectAsBrowser } from './inject-as-browser.ts'
import { createJump, type Jump } from './jump.ts'
import { watchSecrets, type Secrets } from './secrets.ts'

/** PUBLIC_ORIGIN of the tests' BFF. The simulator's OAuth page is below it. */
export const publicOrigin = 'http://localhost:8080'
export const wecomUserAgent = 'Mozilla/5.0 (Windows NT 10.0) Chrome/129.0.6668.101 wxwork/4.1.36 Language/zh'

const secrets = watchSecrets()
const appDir = fileURLToPath(new URL('../fixtures/app', import.meta.url))

export interface BffOptions {
  /** The variables of the simulators that this BFF uses, and others that a test needs. */
  environment: Record<string, string>
  /** The URL of the simulated WeCom, where its OAuth page really is. */
  wecomUrl: string
  clock?: Clock
  /** Sets the clock in the middle, for `npm run test:clock`. */
  jump?: Jump
  /** A closed database, of which the BFF's own is a copy; by default it is empty. */
  database?: string | undefined
}

export interface TestBff extends Pick<Bff, 'app' | 'store' | 'sources' | 'people'> {
  /** The lines of the log. */
  logged: string[]
  /** What the log must never contain. Checked on `close`. */
  secrets: Secrets
  /** `app.inject` without the `Origin` header that the tests otherwise send with a change. */
  injectPlainly: FastifyInstance['inject']
  /** Goes through the real login. Returns the Cookie header. */
  signIn(userid: string): Promise<string>
  /** Runs one complete pass of every mirror. */
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

/** Follows the redirect to WeCom's page as the client would. Returns the URL to which that page redirects. */
export async function authorize(location: string, wecomUrl: string, user: string): Promise<string> {
  const page = location.replace(`${publicOrigin}/sandbox/wecom`, wecomUrl).replace(/#.*/, '')
  const answer = await fetch(page, { redirect: 'manual', headers: { cookie: `sandbox=user=${user}` } })
  const landing = answer.headers.get('location')
  if (!landing) throw new Error(`WeCom's page refused: ${await answer.text()}`)
  return landing.slice(publicOrigin.length)
}

async function login(app: Pick<FastifyInstance, 'inject'>, wecomUrl: string, user: string): Promise<string> {
  const begun = await app.inject('/auth/login')
  const landing = await authorize(begun.headers.location ?? '', wecomUrl, user)
  const done = await app.inject({ url: landing, headers: { cookie: cookiesOf(begun) } })
  const session = done.cookies.find(({ name }) => name.endsWith('sidedesk_session'))
  if (!session) throw new Error(`no session for ${user}: ${done.statusCode} ${done.body}`)
  for (const { name, value } of [...begun.cookies, ...done.cookies]) secrets.add(name, value)
  secrets.add('state', new URLSearchParams(landing.split('?')[1]).get('state') ?? undefined)
  return `${session.name}=${session.value}`
}

/** The real BFF on a database of its own. Only the clock is replaced. */
export async function startBff({
  environment,
  wecomUrl,
  clock: given = systemClock,
  jump = createJump(given),
  database,
}: BffOptions): Promise<TestBff> {
  const folder = await mkdtemp(join(tmpdir(), 'sidedesk-'))
  const variables = {
    PUBLIC_ORIGIN: publicOrigin,
    SESSION_KEY: 'a-session-key-of-the-tests-0123456789',
    DATABASE_URL: `file:${join(folder, 'test.db')}`,
    APP_DIR: appDir,
    // Vendors and tests share this event loop, so its lag says nothing about the BFF.
    OVERLOAD_DELAY_MS: '0',
    ...environment,
  }
  if (database !== undefined) await copyFile(database, variables.DATABASE_URL.replace('file:', ''))
  secrets.addEnvironment(variables)
  const config = readConfig(variables)
  const logged: string[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) })
  const { app, store, sources, people, close } = await createBff({ config, clock: jump.clock, log })
  const injectPlainly = injectAsBrowser(app, config.publicOrigin)
  const { inject } = app
  const logIn = (userid: string) => login({ inject }, wecomUrl, userid)
  const signIn = jump.watch(app, logIn)
  return {
    app,
    injectPlainly,
    store,
    sources,
    people,
    logged,
    secrets,
    sync: () => sources.sync(AbortSignal.timeout(20_000)),
    signIn,
    get: (url, cookie, headers = {}) => app.inject({ url, headers: { ...headers, ...(cookie ? { cookie } : {}) } }),
    async close() {
      await close()
      await rm(folder, { recursive: true, force: true })
      const told = secrets.in(logged.join(''))
      if (told.length > 0) throw new Error(`secrets in the log: ${told.join(', ')}`)
    },
  }
}
