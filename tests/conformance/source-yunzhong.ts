import type { WorkItem } from '#contract/work'
import type { Http } from '../../src/bff/upstream/http.ts'
import { createClient } from '../../src/bff/sources/yunzhong/client.ts'
import { createYunzhong, type Yunzhong } from '../../src/bff/sources/yunzhong/index.ts'
import { createServiceSession } from '../../src/bff/sources/yunzhong/session/service-session.ts'
import { createSessions } from '../../src/bff/sources/yunzhong/session/sessions.ts'
import { createJar, type Jar } from '../../src/bff/sources/yunzhong/jar.ts'
import type { SourceQuery, SourceAnswer, Source } from '../../src/bff/sources/source.ts'
import { startYunzhong, yunzhongTenant } from '../../src/sandbox/vendors/yunzhong/index.ts'
import { createWorld } from '../../src/sandbox/world/create-world.ts'
import { answering, startBench } from './source-bench.ts'
import type { SourceBench } from './source.ts'

const slowMs = 3_000
const staff = 'mengxiangyu'
const contact = 'wmSeedChenXiaoyuAAAAAAAAAAAAAAAAAA'
const soon = () => AbortSignal.timeout(5_000)

type Client = ReturnType<typeof createClient>

/** One kind of 芸众's work, with the calls by which the suite reads it as a source. */
interface Kind {
  read(yunzhong: Yunzhong, question: SourceQuery, signal: AbortSignal): Promise<SourceAnswer<WorkItem>>
  pull(client: Client, jar: Jar, signal: AbortSignal): Promise<unknown>
  operation: string
  /** Read with the tenant's own account, which signs in by itself. */
  isServed?: true
}

const firstPush = /"current":\[\{"id":\d+/

/** Starts the simulator and the source. All users' cookies count as secrets. */
export async function startYunzhongBench() {
  const bench = await startBench('yunzhong')
  const { clock } = bench
  const vendor = await startYunzhong({ world: createWorld({ now: clock() }), clock, slowMs })
  const { uniacid, businessId, ...service } = yunzhongTenant
  const account = vendor.accountOf(staff)
  const secrets: (string | RegExp)[] = [account.password, account.mobile, service.password, /PHPSESSID/i]
  const quirk = { isPushBad: false }
  const http: Http = (call, signal) => {
    const cookie = call.request().headers?.['cookie']?.split('=')[1]
    if (cookie && !secrets.includes(cookie)) secrets.push(cookie)
    if (!quirk.isPushBad || call.operation !== 'getTask') return bench.deps.http(call, signal)
    const spoil = (json: unknown) => JSON.parse(JSON.stringify(json).replace(firstPush, '"current":[{"id":null'))
    return bench.deps.http({ ...call, read: ({ json }) => call.read({ json: spoil(json) }) }, signal)
  }
  const config = { apiUrl: vendor.url, uniacid, businessId, service }
  const deps = { ...bench.deps, http, config, waitMs: 20_000 }
  const yunzhong = createYunzhong(deps)
  bench.addMirrors(yunzhong.moments?.mirrors ?? [])
  await yunzhong.connections.connect(staff, account, soon())
  const sessions = createSessions({
    connections: deps.store.connections,
    seal: deps.seal,
    name: `yunzhong:service:${vendor.url}:${uniacid}`,
  })
  const { loginTries } = deps.store
  const tenant = createServiceSession({ credentials: service, client: createClient(deps), sessions, loginTries, clock })
  return { bench, vendor, account, deps, yunzhong, secrets, quirk, tenant }
}

async function startKind({ read, pull, operation, isServed }: Kind) {
  const { bench, vendor, account, deps, yunzhong, secrets, quirk, tenant } = await startYunzhongBench()
  const client = createClient(deps)
  const { jar } = await client.login(account, soon())
  const source: Source = { id: 'yunzhong', read: (question, signal) => read(yunzhong, question, signal) }
  return {
    ...bench,
    vendor,
    source,
    operation,
    secrets,
    pull: (signal: AbortSignal) =>
      isServed ? tenant.use((own) => pull(client, own, signal), signal) : pull(client, jar, signal),
    pullFrom: (answer: unknown) => pull(createClient({ ...deps, http: answering(answer) }), createJar(), soon()),
    badRows() {
      vendor.setQuirks({ badRow: true })
      quirk.isPushBad = true
    },
    async close() {
      await bench.close()
      await vendor.close()
    },
  }
}

const nothing = { items: [], counts: { open: 0, overdue: 0, done: 0 }, asOf: null, lateMs: 600_000, problem: null }

export async function yunzhongPushes(): Promise<SourceBench> {
  const kind = await startKind({
    operation: 'getTask',
    pull: (client, jar, signal) => client.pending(jar, { externalUserId: contact }, signal),
    async read({ pushes }, { subjects, staffId, refresh }, signal) {
      const [externalUserId] = subjects ?? []
      if (externalUserId === undefined || staffId === null) return nothing
      return pushes.read({ userid: staffId, subject: { externalUserId }, refresh }, signal)
    },
  })
  const { vendor } = kind
  const pieces = { '0': { type: 'text', news: '您好' } } as const
  return {
    ...kind,
    question: { subjects: [contact], staffId: staff },
    total: vendor.pendingPushes(staff, contact).length,
    addRow: () => vendor.addPush({ userid: staff, targetId: contact, taskName: '新推送', pieces }),
  }
}

export async function yunzhongNotices(): Promise<SourceBench> {
  const kind = await startKind({
    operation: 'notice/unread',
    pull: (client, jar, signal) => client.notices(jar, 'unread', 1, signal),
    read: async ({ notices }, { staffId, status, refresh }, signal) =>
      staffId === null ? nothing : notices.read({ userid: staffId, status, refresh }, signal),
  })
  const { vendor } = kind
  return {
    ...kind,
    question: { subjects: null, staffId: staff },
    total: vendor.noticesOf(staff).length + vendor.noticesOf(staff, true).length,
    addRow: () => vendor.addNotice({ reader: staff, from: 'hejing', head: '新通知', title: '任务' }),
  }
}

export async function yunzhongMoments(): Promise<SourceBench> {
  const kind = await startKind({
    operation: 'getTaskList',
    isServed: true,
    pull: (client, jar, signal) => client.momentTasks(jar, 1, signal),
    async read({ moments }, question, signal) {
      if (!moments) throw new Error('there is a service account')
      return moments.read(question, signal)
    },
  })
  const { vendor } = kind
  return {
    ...kind,
    question: { subjects: null, staffId: staff },
    total: vendor.jobsOf(staff).length,
    addRow: () => vendor.addJob({ taskId: 5, text: '新朋友圈', waiting: [staff] }),
    expireTokens: () => vendor.expireSessions(),
  }
}
