import { sourceIds, type SourceId } from '#contract/source'
import { isFuture } from '../../age.ts'
import type { Clock } from '../../clock.ts'
import type { MirrorProgress } from '../../mirror/progress.ts'
import type { Seal } from '../../secrets/seal.ts'
import { definitions } from '../../sources/index.ts'
import type { Store } from '../../store/store.ts'
import { fail, ok, skipped, warn, type Check, type Verdict } from '../../check.ts'

export interface StoreChecksDeps {
  /** What opening it said, where it could not be opened. */
  store: Pick<Store, 'ping' | 'tokens' | 'leftOut' | 'dialect' | 'wasRestored'> | { fault: string }
  seal: Seal
  clock: Clock
  progress(): Promise<MirrorProgress[]>
  isConfigured(source: SourceId): boolean
}

const row = 'doctor'
const dialects = { sqlite: 'SQLite', postgres: 'PostgreSQL' }
const database = '检查 DATABASE_URL：SQLite 看目录的写权限和磁盘空间，PostgreSQL 看服务是否在、账号能否建表和写入'
const restored = '备份之后的关联和退出登录都没有了；若不是有意恢复的，检查磁盘和 DATABASE_URL'
const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** A row is written, read and removed again: that takes a schema that is there and a disk that is not full. */
async function tryStore({ store, seal, clock }: StoreChecksDeps): Promise<Verdict> {
  if ('fault' in store) return fail(`打不开：${store.fault}`, database)
  try {
    await store.ping()
    const sealed = await seal.seal(row, row)
    await store.tokens.put(row, sealed, clock() + minuteMs)
    const kept = await store.tokens.get(row)
    await store.tokens.drop(row, sealed)
    if (kept && store.wasRestored) return warn('可以读写，但比旁边的 .marker 旧：恢复过备份', restored)
    return kept ? ok(`${dialects[store.dialect]}，表结构是最新的，可以读写`) : fail('写进去的读不回来', database)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '没有错误码'
    return fail(`不能读写（${code}）`, database)
  }
}

export const reasons: Record<string, string> = {
  unreachable: '连不上',
  timeout: '超时',
  refused: '被拒绝',
  expired: '凭证失效',
  rate_limited: '请求太多',
  not_found: '没有这个接口',
  unreadable: '数据有误',
}

const ago = (ms: number): string =>
  ms < minuteMs ? '刚刚' : ms < 2 * hourMs ? `${Math.round(ms / minuteMs)} 分钟前` : `${Math.round(ms / hourMs)} 小时前`

const lastPass = (completedAt: number, now: number): string =>
  isFuture(completedAt, now) ? '上次同步的时间在将来，时钟不对过' : `${ago(now - completedAt)}同步`

const countOf = (rows: number): string => rows.toLocaleString('en-US')

/** The state of one mirror: how bad it is, and a few words. */
export function judgeMirror(
  progress: MirrorProgress,
  name: string,
  now: number,
): { state: 'ok' | 'warn' | 'fail'; says: string } {
  const { phase, completedAt, isLate, isCut = false, lastError, rows, startedAt } = progress
  const last = completedAt === null ? '还没有同步完一轮' : lastPass(completedAt, now)
  if (phase === 'failing')
    return { state: 'fail', says: `${name}：${last}，最近一次失败：${reasons[lastError ?? ''] ?? '内部错误'}` }
  if (startedAt === null) return { state: 'warn', says: `${name}：从来没有同步过` }
  if (completedAt === null) return { state: 'warn', says: `${name}：正在做第一次同步，已读 ${countOf(rows)} 条` }
  if (isCut)
    return {
      state: 'warn',
      says: `${name}：${last}，但记录突然多了二十倍以上，没有全读；一小时后再读仍是这么多，就全读`,
    }
  return { state: isLate ? 'warn' : 'ok', says: `${name}：${last}，读了 ${countOf(rows)} 条` }
}

async function judgeMirrors(names: Readonly<Record<string, string>>, deps: StoreChecksDeps): Promise<Verdict> {
  const running = await deps.progress()
  const judged = running.flatMap((each) => {
    const name = names[each.name]
    return name === undefined ? [] : [judgeMirror(each, name, deps.clock())]
  })
  if (judged.length === 0) return skipped('没有要同步的')
  const says = judged.map((each) => each.says).join('；')
  if (judged.every(({ state }) => state === 'ok')) return ok(says)
  if (judged.some(({ state }) => state === 'fail'))
    return fail(says, '先解决这个系统上面的问题；已经正常就等下一轮，原因在日志里')
  return warn(says, '看 npm run serve 的进程是否在运行，第一次同步要等它做完')
}

const mostNamed = 5

/** What a source's vendor sends that cannot be read, as it was when each part was last read. */
async function judgeLeftOut(source: SourceId, { store }: StoreChecksDeps): Promise<Verdict> {
  if ('fault' in store) return skipped('数据库打不开')
  const rows = await store.leftOut.all(source)
  // Parts of what is read overlap, so one row may be there more than once.
  const { system, leftOutWords: words = {}, leftOutFix: fix } = definitions[source]
  const nameOf = ({ operation, field }: (typeof rows)[number]) => words[field] ?? `${operation} 的 ${field}`
  const named = new Set(rows.map((row) => `${nameOf(row)}（${row.id ?? '没有编号'}）`))
  if (named.size === 0) return ok('都读得出来')
  const some = [...named].slice(0, mostNamed).join('；')
  return warn(
    `有记录读不出来，没有列出：${some}${named.size > mostNamed ? ' 等' : ''}`,
    [
      ...(fix && rows.some(({ field }) => field in words) ? [fix] : []),
      `在${system}里补全这些记录的这个字段；还不行，就把接口回答的这一条交给它的技术支持`,
    ].join('；'),
  )
}

/** The database, and what the mirrors have brought into it. */
export function createStoreChecks(deps: StoreChecksDeps): Check[] {
  const mirrored = sourceIds.filter((source) => Object.keys(definitions[source].mirrors).length > 0)
  return [
    { id: 'store', group: '侧边台', title: '数据库', run: () => tryStore(deps) },
    ...mirrored.map((source) => ({
      id: `mirror-${source}`,
      group: definitions[source].system,
      title: '本地索引',
      needs: ['store'],
      run: async () =>
        deps.isConfigured(source) ? judgeMirrors(definitions[source].mirrors, deps) : skipped('没有接入'),
    })),
    ...sourceIds.map((source) => ({
      id: `left-out-${source}`,
      group: definitions[source].system,
      title: '读不出来的记录',
      needs: ['store'],
      run: async () => (deps.isConfigured(source) ? judgeLeftOut(source, deps) : skipped('没有接入')),
    })),
  ]
}
