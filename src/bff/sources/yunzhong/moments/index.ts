import { lateMs } from '../../../age.ts'
import type { Moment } from '#contract/moment'
import type { MomentList } from '#contract/work'
import { inTurns } from '../../../concurrency/in-turns.ts'
import { readKept } from '../../../mirror/mapper.ts'
import type { MirrorPlan, Wake } from '../../../mirror/plan.ts'
import { useridKey } from '../../../userid.ts'
import type { LeftOut } from '../../left-out.ts'
import { mirrorProblem } from '../../mirror-problem.ts'
import { refreshMirror } from '../../refresh-mirror.ts'
import type { Probed, SourceQuery, SourceAnswer, Source } from '../../source.ts'
import { isWanted, tally } from '../../tally.ts'
import type { Store } from '../../../store/store.ts'
import type { YunzhongClient } from '../client.ts'
import { momentMapper, toMoment } from './map-moment.ts'
import { createMomentPass } from './mirror-moments.ts'
import type { ServiceSession } from '../session/service-session.ts'

interface MomentsDeps {
  client: YunzhongClient
  service: ServiceSession
  store: Pick<Store, 'moments' | 'mirrors'>
  leftOut: LeftOut
  wake: Wake
  longestIntervalMs?: number
  /** How long a reader who refreshes waits for the mirror. */
  waitMs?: number
  mapper?: typeof momentMapper
}

/** `staffId` of a question is the WeCom userid: the vendor knows people by it. */
export interface Moments extends Source<Moment>, Probed {
  /** Over all of the tenant's jobs; null until they were asked for. */
  summary(): Promise<MomentList['summary']>
  /** What one of this person's jobs publishes, as last mirrored; nothing where it is not theirs. */
  attachmentsOf(userid: string, jobId: string): Promise<Moment['attachments']>
  mirrors: MirrorPlan[]
}

const mirrorName = 'yunzhong-moments'
const usualIntervalMs = 300_000

/** 芸众's moments jobs: nothing can be asked for by person, so all of them are mirrored. */
export function createMoments(deps: MomentsDeps): Moments {
  const { client, service, store, leftOut, wake, waitMs = 4_000, mapper = momentMapper } = deps
  const { moments, mirrors } = store
  const intervalMs = Math.min(usualIntervalMs, deps.longestIntervalMs ?? Infinity)

  async function read({ staffId, status, refresh }: SourceQuery, signal: AbortSignal): Promise<SourceAnswer<Moment>> {
    if (refresh) await refreshMirror({ wake, name: mirrorName, waitMs, signal })
    const state = await mirrors.get(mirrorName)
    const problem = mirrorProblem('yunzhong', state, mapper.version)
    const rows = staffId === null ? [] : await moments.of(staffId)
    const all = await inTurns(rows, (some) =>
      some.map(({ body, status: own }) => toMoment({ body: readKept(mapper.body, body), status: own })),
    )
    return {
      items: all.filter((moment) => isWanted(moment.status, status)),
      counts: tally(all),
      asOf: state.completedAt,
      lateMs: lateMs(intervalMs),
      leftOut: staffId === null ? 0 : await leftOut.count({ subjects: null, staffId: useridKey(staffId) }),
      problem,
    }
  }

  async function attachmentsOf(userid: string, jobId: string): Promise<Moment['attachments']> {
    const [row] = await moments.of(userid, jobId)
    return row ? readKept(mapper.body, row.body).attachments : []
  }

  const run = createMomentPass({ client, service, moments, leftOut, mapper })
  return {
    id: 'yunzhong',
    read,
    probe: async (signal) => void (await service.use((jar) => client.momentTasks(jar, 1, signal), signal)),
    summary: () => moments.summary(),
    attachmentsOf,
    mirrors: [{ name: mirrorName, version: mapper.version, intervalMs, run }],
  }
}
