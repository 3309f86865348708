import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'
import { openStore } from '../../src/bff/store/index.ts'
import type { ContactLinkRow, StaffLinkRow } from '../../src/bff/store/store.ts'
import { startSimulators, type Simulators } from '../../src/sandbox/simulators.ts'
import { publicOrigin, startBff, type TestBff } from './start-bff.ts'

export interface WorkBench {
  simulators: Simulators
  bff: TestBff
  close(): Promise<void>
}

export interface WorkBenchOptions {
  clock: () => number
  /** Variables of the BFF beside the simulators'; an empty one unsets. */
  environment?: Record<string, string>
  /** How long the fault `slow` waits. */
  slowMs?: number
}

function linkRows({ world }: Simulators): (StaffLinkRow | ContactLinkRow)[] {
  return world.links.map((link) => {
    const row = { wecomId: link.wecom_id, sourceId: link.source_id }
    if (link.subject === 'staff') return { subject: 'staff', source: link.source, ...row }
    if (link.source === 'tanma') throw new Error('contacts are not linked to tanma')
    return { subject: 'contact', source: link.source, ...row }
  })
}

/** The first pass of every mirror; its progress is what `/readyz` tells. */
export async function mirrored(bff: TestBff): Promise<void> {
  await vi.waitFor(
    async () => {
      const { mirrors } = (await bff.get('/readyz')).json<{ mirrors: { completedAt: string | null }[] }>()
      if (mirrors.some(({ completedAt }) => completedAt === null)) throw new Error('a mirror is not complete')
    },
    { timeout: 30_000, interval: 50 },
  )
}

/** The real BFF on all simulators, with the links of the world imported as the command would. */
export async function startWork({ clock, environment = {}, slowMs = 300 }: WorkBenchOptions): Promise<WorkBench> {
  const simulators = await startSimulators({ clock, slowMs, publicOrigin })
  const folder = await mkdtemp(join(tmpdir(), 'sidedesk-work-'))
  const DATABASE_URL = `file:${join(folder, 'test.db')}`
  const store = await openStore(DATABASE_URL)
  await store.links.importRows(linkRows(simulators), 'import', clock())
  await store.close()
  const bff = await startBff({
    environment: { ...simulators.environment, RATE_LIMIT_SIGN_INS: '1000', ...environment, DATABASE_URL },
    wecomUrl: simulators.vendors.wecom.url,
    clock,
  })
  await bff.app.ready()
  return {
    simulators,
    bff,
    async close() {
      await bff.close()
      await simulators.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
