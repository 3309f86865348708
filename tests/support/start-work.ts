import type { Clock } from '../../src/bff/clock.ts'
import type { ContactLinkRow, StaffLinkRow } from '../../src/bff/store/store.ts'
import { startSimulators, type Simulators } from '../../src/sandbox/vendors/simulators.ts'
import { createJump } from './jump.ts'
import { publicOrigin, startBff, type TestBff } from './start-bff.ts'

export interface WorkBench {
  simulators: Simulators
  bff: TestBff
  close(): Promise<void>
}

export interface WorkBenchOptions {
  clock: Clock
  /** Variables of the BFF beside the simulators'; an empty one unsets a variable. */
  environment?: Record<string, string>
}

/** The links that the simulated company would import. */
export function linkRows({ world }: Simulators): (StaffLinkRow | ContactLinkRow)[] {
  return world.links.map((link) => {
    const row = { wecomId: link.wecom_id, sourceId: link.source_id }
    if (link.subject === 'staff') return { subject: 'staff', source: link.source, ...row }
    if (link.source === 'tanma') throw new Error('contacts are not linked to tanma')
    return { subject: 'contact', source: link.source, ...row }
  })
}

/**
 * The real BFF on all simulators, with complete mirrors and the simulated company's links, as if imported by the
 * command.
 */
export async function startWork({ clock, environment = {} }: WorkBenchOptions): Promise<WorkBench> {
  const jump = createJump(clock)
  const simulators = await startSimulators({ clock: jump.clock, publicOrigin })
  const bff = await startBff({
    environment: { ...simulators.environment, RATE_LIMIT_SIGN_INS: '1000', ...environment },
    wecomUrl: simulators.vendors.wecom.url,
    jump,
  })
  await bff.store.links.importRows(linkRows(simulators), 'import', clock())
  await bff.sync()
  return {
    simulators,
    bff,
    async close() {
      await bff.close()
      await simulators.close()
    },
  }
}
