import type { GroupSop } from '#contract/group-sop'
import type { Store } from '../../store/store.ts'
import { inTurns } from '../../concurrency/in-turns.ts'
import { readKept } from '../../mirror/mapper.ts'
import type { MirrorPlan, Wake } from '../../mirror/plan.ts'
import { isRecent, lateMs } from '../../age.ts'
import { refreshMs } from '../../clock.ts'
import { createLeftOut } from '../left-out.ts'
import { mirrorProblem } from '../mirror-problem.ts'
import type { SourceDefinition } from '../definition.ts'
import { refreshMirror } from '../refresh-mirror.ts'
import type { Probed, SourceQuery, SourceAnswer, Source, SourcePeople } from '../source.ts'
import { isWanted, tally } from '../tally.ts'
import { tanmaChecks } from './checks.ts'
import { createClient, type ClientDeps } from './client.ts'
import { tanmaSettings, type TanmaConfig } from './config.ts'
import { groupMapper, toGroupSops } from './map.ts'
import { createGroupPass } from './mirror-groups.ts'
import { createPeople } from './people.ts'
import { createRefresh } from './refresh.ts'

export interface TanmaDeps extends ClientDeps {
  store: Pick<Store, 'sopGroups' | 'mirrors' | 'leftOut'>
  wake: Wake
  longestIntervalMs?: number
  /** How long an open group waits for the vendor. */
  waitMs?: number
  mapper?: typeof groupMapper
}

export type Tanma = Source<GroupSop> & Probed & { mirrors: MirrorPlan[]; people: SourcePeople }

const mirrorName = 'tanma-groups'
const usualIntervalMs = 300_000
const openGroupMs = 60_000
const mirrorWaitMs = 2_000

/** 探马 群SOP: all groups mirrored, the one that is open asked for again when its rows are older than a minute. */
export function createTanma(deps: TanmaDeps): Tanma {
  const { config, clock, store, wake, waitMs = 1_500, mapper = groupMapper } = deps
  const intervalMs = Math.min(usualIntervalMs, deps.longestIntervalMs ?? Infinity)
  const { sopGroups, mirrors } = store
  const leftOut = createLeftOut('tanma', { leftOut: store.leftOut, clock })
  const client = createClient(deps)
  const refreshOne = createRefresh({ client, sopGroups, clock, mapper, waitMs })

  /** A single known group is asked for alone; for several, or an unknown one, the mirror is woken. */
  async function freshen({ subjects, refresh }: SourceQuery, signal: AbortSignal) {
    const [row] = subjects?.length === 1 ? await sopGroups.byChatIds(subjects) : []
    if (row) return refreshOne(row, refresh ? refreshMs : openGroupMs)
    if (refresh) await refreshMirror({ wake, name: mirrorName, waitMs: mirrorWaitMs, signal })
    return null
  }

  async function read(question: SourceQuery, signal: AbortSignal): Promise<SourceAnswer<GroupSop>> {
    const chatIds = question.subjects ?? []
    const problem = await freshen(question, signal)
    const [rows, state] = await Promise.all([sopGroups.byChatIds(chatIds), mirrors.get(mirrorName)])
    const failure = mirrorProblem('tanma', state, mapper.version)
    const groups = await inTurns(rows, (some) => some.map((row) => ({ ...row, body: readKept(mapper.body, row.body) })))
    // The vendor may send a task twice; it is shown and counted once.
    const byId = new Map<string, GroupSop>()
    await inTurns(groups, (some) =>
      some.map((group) => {
        for (const sop of toGroupSops(group, config.sendStatus, clock(), config.itemUrl)) byId.set(sop.id, sop)
      }),
    )
    const all = [...byId.values()]
    const [only] = chatIds.length === 1 ? rows : []
    const isJustAsked = only !== undefined && isRecent(only.fetchedAt, openGroupMs, clock())
    return {
      items: all.filter(({ status }) => isWanted(status, question.status)),
      counts: tally(all),
      asOf: only?.fetchedAt ?? state.completedAt,
      lateMs: lateMs(intervalMs),
      leftOut: groups.reduce((sum, { body }) => sum + body.leftOut, 0),
      problem: problem ?? (isJustAsked ? null : failure),
    }
  }

  const run = createGroupPass({ client, sopGroups, leftOut, clock, mapper })
  const probe = async (signal: AbortSignal) => void (await client.groups({ pageNo: 1 }, signal))
  const people = createPeople({ client, store, mapper, meanings: config.sendStatus })
  return { id: 'tanma', read, probe, people, mirrors: [{ name: mirrorName, version: mapper.version, intervalMs, run }] }
}

export const tanma: SourceDefinition<TanmaConfig, Tanma> = {
  system: '探马',
  settings: tanmaSettings,
  mirrors: { [mirrorName]: '群SOP' },
  open: createTanma,
  checks: tanmaChecks,
  addressOf: () => 'TANMA_API_URL',
}
