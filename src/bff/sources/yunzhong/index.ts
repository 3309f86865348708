import type { Clock } from '../../clock.ts'
import type { CountCaches } from '../../metrics/index.ts'
import type { Seal } from '../../secrets/seal.ts'
import type { Store } from '../../store/store.ts'
import type { Wake } from '../../mirror/plan.ts'
import type { OpenSource, SourceDefinition } from '../definition.ts'
import { createLeftOut } from '../left-out.ts'
import type { Probed } from '../source.ts'
import { yunzhongChecks } from './checks.ts'
import { createClient, type ClientDeps } from './client.ts'
import { yunzhongSettings, type YunzhongConfig } from './config.ts'
import { createConnections, type Connections } from './session/connections.ts'
import { createJar } from './jar.ts'
import { createMoments, type Moments } from './moments/index.ts'
import { createNotices, type Notices } from './notices/index.ts'
import { createPushes, type Pushes } from './pushes/index.ts'
import { createServiceSession } from './session/service-session.ts'
import { createSessions } from './session/sessions.ts'

export type { Subject } from './client.ts'

export interface YunzhongDeps extends ClientDeps {
  store: Pick<Store, 'connections' | 'loginTries' | 'placements' | 'leases' | 'moments' | 'mirrors' | 'leftOut'>
  seal: Seal
  clock: Clock
  wake: Wake
  longestIntervalMs?: number
  /** How long a user who refreshes the moments waits for the mirror. */
  waitMs?: number
  caches?: CountCaches | undefined
}

/** Its probe asks without a session: a shop that is up answers that one has to log in. */
export interface Yunzhong extends Probed, OpenSource {
  connections: Connections
  pushes: Pushes
  notices: Notices
  /** Null without a service account. */
  moments: Moments | null
}

/** 芸众: pushes and notices through each salesperson's own session, moments jobs through the tenant's. */
export function createYunzhong(deps: YunzhongDeps): Yunzhong {
  const { config, store, seal, clock, log, note, caches } = deps
  const { loginTries, placements, leases } = store
  const { uniacid, apiUrl, service: credentials } = config
  const client = createClient(deps)
  // The name holds the shop, so that another tenant in the same database does not use this one's cookies.
  const sessionsOf = (name: string) =>
    createSessions({ connections: store.connections, seal, name: `yunzhong:${name}:${apiUrl}:${uniacid}` })
  const sessions = sessionsOf('staff')
  const leftOut = createLeftOut('yunzhong', { leftOut: store.leftOut, clock })
  const pushes = createPushes({ client, sessions, placements, leases, clock, leftOut, note, caches })
  const notices = createNotices({ apiUrl, client, sessions, clock, log, leftOut, caches })

  function createServed(): Moments | null {
    if (!credentials) return null
    const service = createServiceSession({ credentials, client, sessions: sessionsOf('service'), loginTries, clock })
    return createMoments({ ...deps, client, service, leftOut })
  }

  function forget(userid: string): void {
    pushes.forget(userid)
    notices.forget(userid)
  }
  const connections = createConnections({ client, sessions, loginTries, clock, forget })
  const moments = createServed()
  const origins = apiUrl.startsWith('https:') ? { pictureOrigin: new URL(apiUrl).origin } : {}
  return {
    connections,
    pushes,
    notices,
    moments,
    mirrors: moments?.mirrors ?? [],
    isConnected: connections.isConnected,
    // A page on https loads no pictures over http.
    ...origins,
    probe: async (signal) => void (await client.notices(createJar(), 'unread', 1, signal)),
  }
}

export const yunzhong: SourceDefinition<YunzhongConfig, Yunzhong> = {
  system: '芸众',
  settings: yunzhongSettings,
  mirrors: { 'yunzhong-moments': '朋友圈任务' },
  open: createYunzhong,
  checks: yunzhongChecks,
  addressOf: () => 'YUNZHONG_API_URL 和 YUNZHONG_UNIACID',
}
