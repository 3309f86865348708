import { openStore } from '../../src/bff/store/index.ts'
import { startSimulators } from '../../src/sandbox/vendors/simulators.ts'
import { seedContact } from '../support/start-yunzhong.ts'
import { firstLine, pause, startProcess } from './process.ts'
import { importLinks, mirrorsOf, publicOrigin, signIn, startInstance } from './start-built.ts'
import { vitalsOf } from './vitals.ts'

const pollMs = 50
/** Seldom, because answering costs the BFF time. */
const completeMs = 300
/** Variables of the other sources, whose mirrors would only disturb. */
const isOthers = (name: string) => /^(YOUMI|TANMA|YUNZHONG)_/.test(name)

export const customerOf = (index: number, tasks: number): string =>
  `73${String(index % Math.ceil(tasks / 50)).padStart(17, '0')}`

/** Some of the vendor's receivers, who have open tasks and have created none. */
const receiverOf = (index: number): string => `59${String(100 + 10 * index).padStart(17, '0')}`

export interface Started {
  tasks: number
  databaseUrl: string
  /** How long the vendor takes for each page. */
  latencyMs?: number
  intervalMs?: number
}

/** The built BFF and a 勤策 of this size, each in a process of its own. Resolves as soon as the BFF mirrors. */
export async function startMirrored({ tasks, databaseUrl, latencyMs = 0, intervalMs }: Started) {
  const settings = { TASKS: String(tasks), LATENCY_MS: String(latencyMs) }
  const vendor = startProcess(['--import', 'tsx', 'tests/bench/paged-vendor.ts'], settings)
  const vendorUrl = await firstLine(vendor)
  const simulators = await startSimulators({ publicOrigin, fieldTasks: 0 })
  await importLinks(simulators, databaseUrl)
  const store = await openStore(databaseUrl)
  const link = { subject: 'contact', wecomId: seedContact, source: 'waiqin', sourceId: customerOf(0, tasks) } as const
  const { staff } = simulators.world
  const people = staff.map(
    ({ userid }, index) =>
      ({ subject: 'staff', wecomId: userid, source: 'waiqin', sourceId: receiverOf(index) }) as const,
  )
  await store.links.importRows([link, ...people], 'bench', Date.now())
  await store.close()
  const variables = Object.entries(simulators.environment).filter(([name]) => !isOthers(name))
  const bff = await startInstance({
    ...Object.fromEntries(variables),
    DATABASE_URL: databaseUrl,
    WAIQIN_API_URL: vendorUrl,
    WAIQIN_SINCE: '',
    RATE_LIMIT_SIGN_INS: '1000',
    ...(intervalMs === undefined ? {} : { MIRROR_INTERVAL_MS: String(intervalMs) }),
  })
  const mirror = async () => (await mirrorsOf(bff.url))?.find(({ name }) => name === 'waiqin-tasks')
  while (!(await mirror())) await pause(pollMs)
  return {
    url: bff.url,
    list: `${bff.url}/api/contacts/${seedContact}/field-tasks`,
    staff,
    signInAs: (userid?: string) => signIn(bff.url, simulators.vendors.wecom.url, userid),
    vitals: () => vitalsOf(bff.pid),
    async vendorCalls() {
      const calls = (await (await fetch(`${vendorUrl}/calls`)).json()) as Record<string, number>
      const { thoughtMs = 0, passes = 0, untilPass = 0 } = calls
      return { thoughtMs, passes, untilPass }
    },
    change: (index: number, at: number) =>
      fetch(`${vendorUrl}/change`, { method: 'POST', body: JSON.stringify({ index, at }) }),
    /** Resolves with the time when a pass was complete, later than `since`. */
    async untilComplete(since: unknown = null): Promise<unknown> {
      for (;;) {
        const completedAt = (await mirror())?.completedAt
        if (completedAt && completedAt !== since) return completedAt
        await pause(completeMs)
      }
    },
    async close() {
      await bff.stop()
      vendor.kill('SIGKILL')
      await simulators.close()
    },
  }
}

export type MirrorRun = Awaited<ReturnType<typeof startMirrored>>
