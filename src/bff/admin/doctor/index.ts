import type { FastifyBaseLogger } from 'fastify'
import { sourceIds, type SourceId } from '#contract/source'
import { isYounger, momentOf, type Moment } from '../../age.ts'
import type { Clock } from '../../clock.ts'
import type { Config } from '../../config/config.ts'
import type { Foundation } from '../../foundation.ts'
import { factsOf } from '../../logging/log-failure.ts'
import { definitions, type OpenSources } from '../../sources/index.ts'
import { createSingleFlight } from '../../concurrency/single-flight.ts'
import type { Check, Finding, State } from '../../check.ts'
import { examine } from './examine.ts'
import { createOutsideChecks } from './outside-checks.ts'
import { createOwnChecks } from './own-checks.ts'
import { createStaffChecks } from './staff-checks.ts'
import { createStoreChecks } from './store-checks.ts'
import { createPanelChecks } from '../../panels/checks.ts'
import { createWecomChecks } from '../../wecom/checks.ts'

export interface DoctorDeps {
  config: Config
  clock: Clock
  log: Pick<FastifyBaseLogger, 'error'>
  foundation: Foundation
  /** The deadline of each check; 10 s without it. */
  timeoutMs?: number
}

export interface Report {
  at: number
  findings: Finding[]
  counts: Record<State, number>
}

/** Looks at everything that must be right. Takes no mirror's lease and keeps nothing. */
export type Doctor = () => Promise<Report>

/** Within this time the last report is given again: every examination asks the vendors for new tokens. */
const reportAgeMs = 10_000

const checksOf = <Id extends SourceId>(id: Id, sources: OpenSources): Check[] => definitions[id].checks(sources[id])

function allChecks({ config, clock, foundation }: DoctorDeps): Check[] {
  const { storeFault: fault, seal, wecom, sources } = foundation
  const store = fault === null ? foundation.store : { fault }
  const isConfigured = (source: SourceId) => sources[source] !== null
  const [database, ...mirrors] = createStoreChecks({ store, seal, clock, isConfigured, progress: sources.progress })
  return [
    ...createOwnChecks(config),
    ...(database ? [database] : []),
    ...createOutsideChecks(config, clock),
    ...createWecomChecks({ wecom, publicOrigin: config.publicOrigin }),
    ...sourceIds.flatMap((id) => checksOf(id, sources)),
    ...createStaffChecks({ waiqin: sources.waiqin, wecom }),
    ...createPanelChecks(config),
    ...mirrors,
  ]
}

/** One examination at a time, and not more often than every ten seconds. */
export function createDoctor(deps: DoctorDeps): Doctor {
  const { clock, log, timeoutMs = 10_000 } = deps
  const once = createSingleFlight()
  let last: { report: Report; at: Moment } | null = null

  const onBug = (id: string, error: unknown) => log.error({ check: id, ...factsOf(error) }, 'a check failed by itself')

  async function report(): Promise<Report> {
    const at = momentOf(clock)
    const findings = await examine(allChecks(deps), { timeoutMs, onBug })
    const counts = { ok: 0, warn: 0, fail: 0, skipped: 0 }
    for (const { state } of findings) counts[state] += 1
    const made = { at: at.wall, findings, counts }
    last = { report: made, at }
    return made
  }

  return async () => (last && isYounger(last.at, reportAgeMs, clock) ? last.report : once('report', report))
}
