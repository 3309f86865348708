import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { createApp } from './app.ts'
import { registerCallback } from './callback/index.ts'
import { registerOrderEvents } from './callback/order-events.ts'
import { createChatHandlers } from './features/chat.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config/config.ts'
import { createContactHandlers } from './features/contact.ts'
import { createAdminHandlers } from './admin/handlers.ts'
import { createPeopleMirrors, type PeopleMirrors } from './admin/people/mirrors.ts'
import { registerAdminPage } from './admin/page.ts'
import { registerAdmin } from './admin/register.ts'
import { createCallHours, flushEachMinute, type CallHours } from './admin/status/call-hours.ts'
import { createDoctor } from './admin/doctor/index.ts'
import { registerDoctor } from './admin/doctor/route.ts'
import { createAccountHolder } from './identity/account-holder.ts'
import { createFriendContact } from './identity/friend-contact.ts'
import { readHtml } from './page/files.ts'
import { createLinkMakers } from './identity/link-maker.ts'
import { createMetrics } from './metrics/index.ts'
import { createObserver } from './metrics/observe.ts'
import { watch } from './metrics/watch.ts'
import { openFoundation } from './foundation.ts'
import { createOpenings } from './qikeliao/openings.ts'
import type { Sources } from './sources/index.ts'
import type { Store } from './store/store.ts'
import { createChanges, noChanges } from './access/changes.ts'
import { createSignatureHandlers } from './page/signature.ts'
import { createDepartures } from './session/departures.ts'
import { createSweep, sweepHourly } from './session/sweep.ts'
import { createIsFollowed } from './access/is-followed.ts'
import { createAuthorise } from './access/authorise.ts'
import { createPermissions } from './access/permissions.ts'
import { createPictureHandlers } from './features/pictures.ts'
import { createPictures } from './upstream/pictures.ts'
import { createWorkHandlers } from './features/index.ts'
import { createPanelHandlers } from './features/panels.ts'
import { registerJwks } from './panels/jwks.ts'
import { createSigningKeys } from './panels/signing-keys.ts'
import { createPanelTokens } from './panels/tokens.ts'

export interface BffDeps {
  config: Config
  clock: Clock
  log: FastifyBaseLogger
}

export interface Bff {
  /** It does not listen yet. */
  app: FastifyInstance
  store: Store
  /** Their mirrors run once `start` is called. */
  sources: Sources
  /** Who works here, and who is known at the vendors: read once `start` is called. */
  people: PeopleMirrors
  /** Stops the mirrors after the last page kept, and closes connections and database. */
  close(): Promise<void>
}

/** How long requests under way may take before their connections are closed. */
const drainMs = 5000

/** Mirrors stop while the last requests are answered. */
function stopInTime(app: FastifyInstance, mirrors: readonly Pick<PeopleMirrors, 'stop'>[]): void {
  app.addHook('preClose', async () => {
    for (const each of mirrors) void each.stop()
    setTimeout(() => app.server.closeAllConnections(), drainMs).unref()
  })
}

/** Puts the BFF together: only this file chooses makers. The tests start the same one. */
export async function createBff({ config, clock, log }: BffDeps): Promise<Bff> {
  const metrics = createMetrics()
  const { caches } = metrics
  const observed = createObserver(metrics, log)
  // Until the store is open, nobody is called.
  let countCall: CallHours['count'] = () => {}
  const foundation = await openFoundation({
    config,
    clock,
    log,
    caches,
    note: metrics.unread,
    refused: metrics.refused,
    dropped: metrics.dropped,
    observe: (call) => {
      observed(call)
      countCall(call)
    },
  })
  const { store, wecom, sources, upstreams, seal } = foundation
  if (store.wasRestored) log.warn('the database is older than the marker beside it: a backup was brought back')
  await store.countOn()
  const callHours = createCallHours({ callHours: store.callHours, clock })
  countCall = callHours.count
  const changes = createChanges({ changes: store.changes, clock })
  const rights = { wecom, clock, changes: config.callback ? changes : noChanges }
  const access = createPermissions({ ...rights, caches })
  const makers = createLinkMakers(config.adminUserids)
  const orderChanges = config.orders && config.orders.eventSecrets.length > 0 ? changes : noChanges
  const { orderPicture, friendTodos, ...work } = createWorkHandlers({
    linkByPhone: config.isLinkedByPhone,
    makers,
    sources,
    store,
    access,
    orderChanges,
    ...rights,
  })
  const { panels, publicOrigin } = config
  const signingKeys = createSigningKeys({ ...foundation, clock })
  const tokens = createPanelTokens({ keys: signingKeys, publicOrigin, corpId: config.wecom.corpId, clock })
  const handlers = {
    ...createSignatureHandlers({ wecom, publicOrigin }),
    ...createPanelHandlers({ panels, access, links: store.links, tokens, clock, count: metrics.panelToken }),
    ...createContactHandlers({ access, wecom, links: store.links, makers, sources }),
    ...createChatHandlers({ access, wecom }),
    ...work,
  }
  const pictures = createPictureHandlers({
    yunzhong: sources.yunzhong,
    access,
    pictures: createPictures({ read: wecom.media, clock }),
    orderPicture,
  })
  const health = { store, mirrors: sources.progress }
  watch(metrics.registry, { clock, mirrors: sources.progress, breakers: upstreams.states })
  const departures = createDepartures({ departures: store.departures, clock })
  const authorise = createAuthorise(access)
  const { links, openings } = store
  const friends = {
    openings: createOpenings({ openings, seal, clock }),
    holderOf: createAccountHolder({ links }),
    contactOf: createFriendContact({ links, access }),
    todosOf: friendTodos,
  }
  const about = { metrics, handlers, authorise, pictures, friends, sources, changes, departures, ...health }
  const app = await createApp({ config, clock, log, wecom, ...about })
  const { adminUserids, callMs: timeoutMs } = config
  const doctor = createDoctor({ config, clock, log, foundation })
  registerDoctor(app, adminUserids)
  // Without administrators there is no such page.
  if (adminUserids.length > 0) {
    const html = readHtml(config.appDir, 'admin.html')
    const hasWebLogin = config.wecom.webLoginUrl !== null
    registerAdminPage(app, { html, adminUserids, publicOrigin, hasWebLogin })
  }
  const linkByPhone = config.isLinkedByPhone
  const hasQikeliao = config.qikeliao !== null
  const admin = createAdminHandlers({ store, clock, sources, upstreams, doctor, callHours, linkByPhone, hasQikeliao })
  await registerAdmin(app, { ...admin, clock, adminUserids, timeoutMs })
  flushEachMinute(app, callHours, log)
  const people = createPeopleMirrors({ ...foundation, clock, log, leaseMs: config.mirror.leaseMs })
  if (panels.length > 0) registerJwks(app, signingKeys)
  const { owner } = foundation
  const { retainDays } = config
  const isFollowed = createIsFollowed({ wecom })
  sweepHourly(app, createSweep({ store, clock, owner, retainDays, isFollowed, log }), log)
  stopInTime(app, [sources, people])
  app.addHook('onClose', async () => {
    await people.stop()
    await foundation.close()
  })
  if (config.callback) {
    const keys = { ...config.callback, receiveId: config.wecom.corpId }
    await registerCallback(app, { keys, changes, departures, wecom, clock, count: metrics.told })
  }
  if (config.orders && config.orders.eventSecrets.length > 0) {
    const { eventSecrets: secrets } = config.orders
    await registerOrderEvents(app, { secrets, changes, clock, count: metrics.orderChanged })
  }
  return { app, store, sources, people, close: () => app.close() }
}
