import { existsSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../../src/bff/clock.ts'
import type { ContactLinkRow, StaffLinkRow } from '../../src/bff/store/store.ts'
import { startSimulators, type Simulators } from '../../src/sandbox/vendors/simulators.ts'
import { until } from './bff-process.ts'
import { clockOf } from './clock.ts'
import { createJump } from './jump.ts'
import { publicOrigin, startBff, type TestBff } from './start-bff.ts'
import { withSql } from './with-sql.ts'

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
    if (link.source === 'tanma' || link.source === 'qikeliao')
      throw new Error(`contacts are not linked to ${link.source}`)
    return { subject: 'contact', source: link.source, ...row }
  })
}

const importLinks = ({ store }: TestBff, simulators: Simulators, now: number) =>
  store.links.importRows(linkRows(simulators), 'import', now)

/** With these variables, too, a first pass reads and keeps the same. */
const indifferent = /^(?:ADMIN_USERIDS|CALL_TIMEOUT_MS|OVERLOAD_DELAY_MS|PANELS|RATE_LIMIT_\w+|\w+_POLICY)$/
const isNewFile = (name: string, value: string): boolean =>
  name === 'DATABASE_URL' && value.startsWith('file:') && !existsSync(value.replace('file:', ''))
const isUsual = (environment: Record<string, string>): boolean =>
  Object.entries(environment).every(([name, value]) => indifferent.test(name) || isNewFile(name, value))

/** Filled databases of this process, by the time at which they were filled. */
const filled = new Map<number, string>()

/**
 * A first pass reads years, and most tests begin with the same one: the same company at the same time. What belongs to the
 * simulators of that pass alone, a session at 芸众, is left out.
 */
async function fillOnce(now: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sidedesk-filled-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'filled.db')
  const databaseUrl = `file:${file}`
  const clock = clockOf(() => now)
  const simulators = await startSimulators({ clock, publicOrigin })
  const environment = { ...simulators.environment, DATABASE_URL: databaseUrl }
  const bff = await startBff({ environment, wecomUrl: simulators.vendors.wecom.url, clock })
  await importLinks(bff, simulators, now)
  // A busy machine may need more than the time that one call of `sync` waits.
  await until('every mirror is complete', async () => {
    await bff.sync()
    return (await bff.sources.progress()).every(({ phase }) => phase === 'idle')
  })
  await bff.close()
  await simulators.close()
  await withSql(databaseUrl, ['delete from connections'])
  return file
}

async function databaseAt(now: number): Promise<string> {
  const file = filled.get(now) ?? (await fillOnce(now))
  filled.set(now, file)
  return file
}

/**
 * The real BFF on all simulators, with complete mirrors and the simulated company's links, as if imported by the
 * command.
 */
export async function startWork({ clock, environment = {} }: WorkBenchOptions): Promise<WorkBench> {
  const jump = createJump(clock)
  const now = clock()
  const database = isUsual(environment) ? await databaseAt(now) : undefined
  const simulators = await startSimulators({ clock: jump.clock, publicOrigin })
  const bff = await startBff({
    environment: { ...simulators.environment, RATE_LIMIT_SIGN_INS: '1000', ...environment },
    wecomUrl: simulators.vendors.wecom.url,
    jump,
    database,
  })
  if (database === undefined) {
    await importLinks(bff, simulators, now)
    await bff.sync()
  }
  return {
    simulators,
    bff,
    async close() {
      await bff.close()
      await simulators.close()
    },
  }
}
