import { randomUUID } from 'node:crypto'
import fastifyCookie from '@fastify/cookie'
import fastifyHelmet from '@fastify/helmet'
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance, type FastifyRequest } from 'fastify'
import { z } from 'zod'
import { endpoints } from '#contract/endpoint'
import type { SourceId } from '#contract/source'
import type { Clock } from './clock.ts'
import type { Config } from './config/config.ts'
import { compressAnswers } from './http/compress.ts'
import { registerHealth, type HealthDeps } from './http/health.ts'
import type { Metrics } from './metrics/index.ts'
import { countRequests, countUsage, registerMetrics } from './http/metrics.ts'
import { describeApi } from './http/openapi.ts'
import { createUsage } from './metrics/usage.ts'
import { registerPageReports } from './http/page-reports.ts'
import { shedLoad } from './http/overload.ts'
import { readHtml, registerFiles } from './page/files.ts'
import { registerPage } from './page/index.ts'
import { registerQikeliao, type QikeliaoPageDeps } from './page/qikeliao.ts'
import { answerProblems, refuseGarbage, registerNotFound, sendProblem } from './http/problem-reply.ts'
import { byAddress, limitCallers, registerRates } from './http/rate-limit.ts'
import { rememberRequests } from './logging/request-context.ts'
import { registerPictures, type PictureHandlers } from './http/pictures.ts'
import { registerBoards, type BoardDeps } from './http/board.ts'
import { registerFriendBoard, type FriendBoardDeps } from './http/friend-board.ts'
import { createCalls, registerRoutes, type Handlers } from './http/route.ts'
import { bareHeaders, helmetOptions, keepProcess, refuseExcess, refuseForeignOrigin } from './http/security.ts'
import { createCookies, type Cookies } from './session/cookies.ts'
import { createSessionHandlers, type Installation } from './session/handlers.ts'
import { createAdmit } from './session/admit.ts'
import { createBearers } from './session/bearer.ts'
import type { Departures } from './session/departures.ts'
import { createEnds, type EndsDeps } from './session/ends.ts'
import { registerLogin } from './session/login.ts'
import { registerLogout } from './session/logout.ts'
import { createMembership } from './session/membership.ts'
import { createLoginStates } from './session/login-state.ts'
import { friendOf, isPart, recognise, staffOf } from './session/recognise.ts'
import { createSessions } from './session/session.ts'
import type { Store } from './store/store.ts'
import type { OpenSource } from './sources/definition.ts'
import type { Wecom } from './wecom/wecom.ts'

export interface AppDeps extends HealthDeps {
  store: Pick<Store, 'ping' | 'sessionEnds' | 'loginStates'>
  changes: EndsDeps['changes']
  departures: Departures
  config: Config
  clock: Clock
  log: FastifyBaseLogger
  wecom: Wecom
  metrics: Metrics
  /** Null where a source is not configured. */
  sources: Readonly<Record<SourceId, OpenSource | null>>
  /** All but the session's own handlers, which need the build. */
  handlers: Omit<Handlers, 'GET /api/session'>
  authorise: BoardDeps['authorise']
  pictures: PictureHandlers
  /** For the page that 企客聊 opens, and its board. */
  friends: Pick<FriendBoardDeps, 'todosOf'> & Pick<QikeliaoPageDeps, 'openings' | 'holderOf' | 'contactOf'>
}

/** Of whom a call is, by its address. */
const Subject = z.union([
  z.object({ externalUserId: z.string() }),
  z.object({ chatId: z.string() }),
  z.object({ friendId: z.string() }),
])

const bodyLimit = 16_384
/** Bytes of a request's first line and headers together; the page's are some 2 KB. */
const maxHeaderSize = 16_384
/** The longest that a request may take to arrive; Fastify would wait for ever. */
const arrivalMs = 20_000

function create({ config, log, metrics, clock }: AppDeps): FastifyInstance {
  const bare = bareHeaders(config.publicOrigin)
  const app: FastifyInstance = Fastify({
    loggerInstance: log,
    genReqId: () => randomUUID(),
    // URLs hold ids and codes: the line logged of a request is made below.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    bodyLimit,
    http: { maxHeaderSize },
    requestTimeout: arrivalMs,
    // A forwarded address from anybody else is ignored.
    trustProxy: [...config.trustedProxies],
    routerOptions: { maxParamLength: 300 },
    clientErrorHandler: refuseGarbage(bare),
    frameworkErrors: (error, request, reply) => void sendProblem(error, request, reply.headers(bare)),
  })
  answerProblems(app)
  rememberRequests(app)
  countRequests(app, metrics)
  countUsage(app, createUsage(metrics.registry, clock))
  app.addHook('onRequest', (request, reply, done) => {
    // The page counts time by this clock, and not by its device's.
    void reply.header('x-request-id', request.id).header('date', new Date(clock()).toUTCString())
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions, signedIn, problemCode } = request
    const { statusCode: status } = reply
    const who = { status, userid: signedIn?.staff.userid, ...(problemCode ? { code: problemCode } : {}) }
    const fields = { method, route: routeOptions.url ?? null, ...who, ms: Math.round(reply.elapsedTime) }
    request.log.info(fields, 'answered')
    const subject = config.auditsReads && method === 'GET' ? Subject.safeParse(request.params).data : undefined
    if (subject) request.log.info({ audit: 'read', route: fields.route, ...subject, ...who }, 'read')
    done()
  })
  // Bodies are JSON only.
  app.removeContentTypeParser('text/plain')
  return app
}

const pictureOriginsOf = ({ sources }: Pick<AppDeps, 'sources'>): string[] =>
  Object.values(sources).flatMap((source) => source?.pictureOrigin ?? [])

async function protect(app: FastifyInstance, deps: AppDeps, cookies: Cookies, scriptHashes: string[]): Promise<void> {
  const { publicOrigin, overloadDelayMs } = deps.config
  const pictureOrigins = pictureOriginsOf(deps)
  const frameOrigins = deps.config.panels.map(({ origin }) => origin)
  await app.register(fastifyHelmet, helmetOptions(publicOrigin, { pictureOrigins, scriptHashes, frameOrigins }))
  app.addHook('onRequest', keepProcess)
  await shedLoad(app, overloadDelayMs)
  app.addHook('onRequest', refuseExcess)
  await app.register(fastifyCookie)
  await compressAnswers(app)
  await registerRates(app)
  const hasSession = (request: FastifyRequest) => cookies.read(request, 'session') !== undefined
  app.addHook('onRequest', refuseForeignOrigin(publicOrigin, hasSession))
}

/** Everything under /api but its description: for signed-in users, within the rate limit. */
async function registerApi(app: FastifyInstance, deps: AppDeps, installation: Installation, cookies: Cookies) {
  await app.register(async (api) => {
    api.addHook('onRequest', (request, _reply, done) => {
      staffOf(request)
      done()
    })
    api.addHook('onRequest', (_request, reply, done) => {
      void reply.header('cache-control', 'no-store')
      done()
    })
    const handlers = { ...deps.handlers, ...createSessionHandlers(installation) }
    const calls = createCalls({ table: endpoints, handlers, staffOf, timeoutMs: deps.config.callMs })
    registerRoutes(api, calls)
    registerBoards(api, { calls, authorise: deps.authorise, isPart })
    registerFriendBoard(api, calls, { ...deps.friends, besideOf: friendOf })
    registerPictures(api, calls, deps.pictures)
    registerPageReports(api, { clock: deps.clock, count: deps.metrics.pageFailed })
  })
  const description = describeApi(cookies.fullName('session'))
  app.get('/api/openapi.json', () => description)
}

/** The BFF as an application that does not listen yet. Everything it needs is passed in. */
export async function createApp(deps: AppDeps): Promise<FastifyInstance> {
  const { config, clock, store, changes, departures, wecom, sources } = deps
  const { publicOrigin, sessionKeys: secrets } = config
  const { corpId, agentId } = config.wecom
  const html = readHtml(config.appDir)
  const cookies = createCookies(publicOrigin)
  const sessions = createSessions({ secrets, corpId, clock })
  const bearers = config.qikeliao && createBearers({ secrets, corpId, clock })
  const ends = createEnds({ changes, sessionEnds: store.sessionEnds, clock })
  const membership = createMembership({ wecom, clock })
  const admit = createAdmit({ ends, membership, departures })
  const installation = { corpId, agentId, sources, panels: config.panels, build: html.build }

  const app = create(deps)
  await protect(app, deps, cookies, html.scriptHashes)
  recognise(app, { sessions, bearers, ends, membership, departures, cookies, clock })
  limitCallers(app, { signedIn: config.callsPerMinute, strangers: config.strangersPerMinute })
  registerNotFound(app)
  registerHealth(app, { ...deps, metricsToken: config.metricsToken })
  registerMetrics(app, deps.metrics, config.metricsToken)
  registerLogin(app, {
    config: config.wecom,
    publicOrigin,
    wecom,
    sessions,
    cookies,
    states: createLoginStates({ secrets, loginStates: store.loginStates, clock }),
    admit,
    adminUserids: config.adminUserids,
    limit: (name) => ({ config: { rateLimit: { max: config.signInsPerMinute, keyGenerator: byAddress(name) } } }),
  })
  registerLogout(app, { ends, cookies })
  await registerApi(app, deps, installation, cookies)
  registerPage(app, { html, publicOrigin, installation, wecom, cookies })
  if (config.qikeliao && bearers) {
    const own = { config: config.qikeliao, html: readHtml(config.appDir, 'qikeliao.html'), bearers, admit }
    const pictureOrigins = pictureOriginsOf(deps)
    registerQikeliao(app, { ...own, ...deps.friends, publicOrigin, installation, pictureOrigins, clock })
  }
  await registerFiles(app, config)
  return app
}
