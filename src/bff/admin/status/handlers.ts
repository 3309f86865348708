import type { StaffSourceId } from '#contract/admin-id'
import { sourceIds, type SourceId } from '#contract/source'
import { toChinaIso } from '../../china-time.ts'
import type { Finding } from '../../check.ts'
import type { Clock } from '../../clock.ts'
import type { Upstream } from '../../errors.ts'
import { progressOf, type MirrorProgress } from '../../mirror/progress.ts'
import type { OpenSource } from '../../sources/definition.ts'
import { definitions, type Sources } from '../../sources/index.ts'
import type { Store } from '../../store/store.ts'
import type { Doctor } from '../doctor/index.ts'
import { createLately } from '../lately.ts'
import type { Directory } from '../people/directory.ts'
import { membersMirror, peopleMirror, peoplePlan } from '../people/mirrors.ts'
import { Reading } from '../people/reading.ts'
import type { AdminHandlers } from '../register.ts'
import type { CallHours } from './call-hours.ts'
import { coverageOf, strayOf } from './coverage.ts'
import { findPeople, type PeopleRead } from './people-findings.ts'
import { toSourceStatus } from './source-status.ts'

export interface StatusDeps {
  store: Pick<Store, 'people' | 'mirrors' | 'fieldTasks'>
  clock: Clock
  sources: Sources
  upstreams: { secondsShut(source: Upstream): number }
  doctor: Doctor
  directory: Directory
  columns: readonly StaffSourceId[]
  callHours: CallHours
}

const wecomName = '企业微信'
const minuteMs = 60_000
const patienceMs = 200
const urgency: Record<Finding['state'], number> = { fail: 0, warn: 1, ok: 2, skipped: 3 }

const toFinding = ({ id, group, title, state, says, fix }: Finding) => ({ id, group, title, state, says, fix })

/** What runs, and what is missing. */
export function createStatusHandlers(deps: StatusDeps): Pick<AdminHandlers, 'GET /api/admin/status'> {
  const { store, clock, sources, upstreams, directory, columns, callHours } = deps
  const lately = { clock, maxAgeMs: minuteMs, patienceMs }
  const examined = createLately(deps.doctor, lately)
  const counted = createLately(
    async () => ({ contacts: await store.people.linkedContacts(), tasks: await store.fieldTasks.size() }),
    lately,
  )

  async function listOf(source: PeopleRead['source'], system: string): Promise<PeopleRead> {
    const state = await store.mirrors.get(source === null ? membersMirror : peopleMirror(source))
    const progress = progressOf(state, { running: null, plan: peoplePlan, now: clock() })
    return { source, system, progress, reading: Reading.safeParse(state.checkpoint).data ?? null }
  }

  const vendors = columns.filter((id): id is StaffSourceId & SourceId => id in definitions)
  const vendorLists = () => Promise.all(vendors.map((id) => listOf(id, definitions[id].system)))

  function mirrorsOf(id: SourceId, progress: readonly MirrorProgress[]) {
    return Object.entries(definitions[id].mirrors).flatMap(([name, what]) => {
      const own = progress.find((each) => each.name === name)
      return own ? [{ what, progress: own }] : []
    })
  }

  function nameOf(id: SourceId): string {
    const source: OpenSource | null = sources[id]
    return source?.name ?? definitions[id].system
  }

  async function sourceStates(tasks: number, members: { count: number; progress: MirrorProgress }) {
    const [running, plot] = await Promise.all([sources.progress(), callHours.plots()])
    const factsOf = (id: Upstream) => ({ secondsShut: upstreams.secondsShut(id), calls: plot(id), now: clock() })
    const own = { ...members, mirrors: [{ what: '员工', progress: members.progress }] }
    const wecom = toSourceStatus({ ...factsOf('wecom'), id: 'wecom', name: wecomName, isConfigured: true, ...own })
    const others = sourceIds.map((id) => {
      const about = { id, name: nameOf(id), isConfigured: sources[id] !== null, mirrors: mirrorsOf(id, running) }
      return toSourceStatus({ ...factsOf(id), ...about, count: id === 'waiqin' ? tasks : null })
    })
    return [wecom, ...others]
  }

  return {
    'GET /api/admin/status': async () => {
      const [view, report, { contacts, tasks }] = await Promise.all([directory(), examined(), counted()])
      const [members, lists] = await Promise.all([listOf(null, wecomName), vendorLists()])
      const findings = [...report.findings, ...findPeople([members, ...lists])].map(toFinding)
      return {
        at: toChinaIso(clock()),
        sources: await sourceStates(tasks, { count: view.rows.length, progress: members.progress }),
        coverage: columns.map((source) => coverageOf(source, view.rows)),
        contacts,
        stray: strayOf(view.strays),
        findings: findings.toSorted((one, other) => urgency[one.state] - urgency[other.state]),
      }
    },
  }
}
