import { describe, expect, it } from 'vitest'
import { byHand, fail, ok, skipped, warn, type Check } from '../../../../src/bff/check.ts'
import { examine } from '../../../../src/bff/admin/doctor/examine.ts'
import { createStoreChecks } from '../../../../src/bff/admin/doctor/store-checks.ts'
import { toTable } from '../../../../src/bff/admin/doctor/table.ts'
import { explainYunzhong } from '../../../../src/bff/sources/yunzhong/checks.ts'
import { UpstreamError } from '../../../../src/bff/errors.ts'
import { createSeal } from '../../../../src/bff/secrets/seal.ts'
import { clockOf } from '../../../support/clock.ts'
import { openTestStore } from '../../../support/open-test-store.ts'
import { systemClock } from '../../../../src/bff/clock.ts'
import { definitions } from '../../../../src/bff/sources/index.ts'
import type { MirrorProgress } from '../../../../src/bff/mirror/progress.ts'

const bugs: [string, unknown][] = []
const options = { timeoutMs: 50, onBug: (id: string, error: unknown) => void bugs.push([id, error]) }
const check = (id: string, run: Check['run'], needs: string[] = []): Check => ({
  id,
  group: '组',
  title: `查${id}`,
  needs,
  run,
})
const never = () => new Promise<never>(() => {})

describe('an examination', () => {
  it('keeps the order of the checks, though they run at once', async () => {
    const late = check('a', async () => {
      await new Promise((resolve) => setImmediate(resolve))
      return ok('a')
    })
    const findings = await examine([late, check('b', async () => ok('b'))], options)
    expect(findings.map(({ id, says }) => [id, says])).toEqual([
      ['a', 'a'],
      ['b', 'b'],
    ])
  })

  it('goes on after a warning, and skips what needs a failure, down the whole chain', async () => {
    const checks = [
      check('warned', async () => warn('w', 'f')),
      check('failed', async () => fail('x', 'f'), ['warned']),
      check('second', async () => ok('never'), ['failed']),
      check('third', async () => ok('never'), ['second']),
    ]
    const findings = await examine(checks, options)
    expect(findings.map(({ state, says }) => `${state} ${says}`)).toEqual([
      'warn w',
      'fail x',
      'skipped 等「查failed」正常后再查',
      'skipped 等「查second」正常后再查',
    ])
  })

  it('waits for no check longer than its time, even one that heeds no signal', async () => {
    const [finding] = await examine([check('a', never)], options)
    expect(finding).toMatchObject({ state: 'fail', says: '到时限也没有回答' })
  })

  it('reports a bug of a check as one, without its words', async () => {
    const bug = new Error('password=hunter2')
    const [finding] = await examine([check('a', () => Promise.reject(bug))], options)
    expect(finding).toMatchObject({ state: 'fail', says: '自检本身出错了' })
    expect(bugs.at(-1)).toEqual(['a', bug])
  })

  it('makes one line of what would move a cursor', async () => {
    const [finding] = await examine([check('a', async () => ok('一\u001B[2J\n二\u202E三'))], options)
    expect(finding?.says).toBe('一 [2J 二 三')
  })
})

describe('the table', () => {
  const finding = (title: string, verdict = ok('好')) => ({ id: title, group: '组', title, ...verdict })
  const report = (findings: ReturnType<typeof finding>[]) => ({
    at: 0,
    findings,
    counts: { ok: 1, warn: 0, fail: 1, skipped: 1 },
  })

  it('aligns Chinese and Latin titles by the columns that a terminal gives them', () => {
    const lines = toTable(report([finding('时钟'), finding('IP'), finding('群SOP 接口')])).split('\n')
    expect(lines.slice(0, 4)).toEqual([
      '组',
      '  正常  时钟        好',
      '  正常  IP          好',
      '  正常  群SOP 接口  好',
    ])
  })

  it('begins with what has failed, in its group and among the groups', () => {
    const inGroup = (group: string, title: string, verdict: ReturnType<typeof ok>) => ({
      ...finding(title, verdict),
      group,
    })
    const lines = toTable(
      report([
        inGroup('甲', '一', ok('好')),
        inGroup('乙', '二', warn('小心', '改')),
        inGroup('丙', '三', ok('好')),
        inGroup('丙', '四', fail('坏', '修')),
        inGroup('丙', '五', skipped('没查')),
      ]),
    ).split('\n')
    expect(lines.filter((line) => /^(\S{1}$|  \S)/.test(line)).map((line) => line.trim().split(/ +/)[0])).toEqual([
      '丙',
      '故障',
      '正常',
      '跳过',
      '乙',
      '注意',
      '甲',
      '正常',
    ])
  })

  it('asks for what only a person can see to be looked at', () => {
    const lines = toTable(report([finding('工具栏', byHand('看一眼')), finding('IP')])).split('\n')
    expect(lines.slice(1, 3)).toEqual(['  请核对  工具栏  看一眼', '  正常  IP        好'])
    expect(lines.at(-1)).toMatch(/，跳过 0，请核对 1$/)
  })

  it('puts the remedy below its fault, and a summary at the end', () => {
    const lines = toTable(report([finding('时钟', fail('快了', '校准')), finding('IP', skipped('跳'))])).split('\n')
    expect(lines.slice(1, 3)).toEqual(['  故障  时钟  快了', '              → 校准'])
    expect(lines.at(-1)).toBe('有 1 处故障：正常 1，注意 0，故障 1，跳过 1')
  })
})

it('finds that a database which was there is gone', async () => {
  const store = await openTestStore()
  const seal = createSeal(['k'.repeat(32)])
  const deps = { store, seal, clock: systemClock, isConfigured: () => true, progress: async () => [] }
  const [database] = createStoreChecks(deps)
  expect(await database?.run(AbortSignal.timeout(1000))).toMatchObject({ state: 'ok' })
  expect(await store.tokens.get('doctor')).toBeNull()
  await store.close()
  expect(await database?.run(AbortSignal.timeout(1000))).toMatchObject({
    state: 'fail',
    fix: expect.stringContaining('DATABASE_URL'),
  })
})

it('names what 芸众 refused last, where it is not asked any more', () => {
  const refusal = (vendorCode: string, cause?: Error) =>
    new UpstreamError({ source: 'yunzhong', operation: 'login', reason: 'refused', vendorCode, cause })
  expect(explainYunzhong(refusal('login_limit', refusal('account_locked')))?.says).toMatch(/^服务账号被锁了/)
  expect(explainYunzhong(refusal('login_limit'))?.says).toContain('两次')
})

describe('records that cannot be read', () => {
  it('are named with call, field and id, at most five, for each source that is there', async () => {
    const store = await openTestStore()
    const seal = createSeal(['k'.repeat(32)])
    const isConfigured = (source: string) => source !== 'tanma'
    const checks = createStoreChecks({ store, seal, clock: systemClock, isConfigured, progress: async () => [] })
    const verdictOf = (id: string) =>
      checks.find((each) => each.id === id)?.run(AbortSignal.timeout(1000)) ?? Promise.reject(new Error('no check'))
    const put = (part: string, ids: (string | null)[]) =>
      store.leftOut.put(
        { source: 'waiqin', operation: 'queryTask', part },
        ids.map((id) => ({ id, field: 'task_id', subject: null, staffIds: [] })),
        1,
      )

    expect(await verdictOf('left-out-waiqin')).toEqual(ok('都读得出来'))
    await put('a', ['1', null])
    await put('b', ['1'])
    expect(await verdictOf('left-out-waiqin')).toMatchObject({
      state: 'warn',
      says: '有记录读不出来，没有列出：queryTask 的 task_id（1）；queryTask 的 task_id（没有编号）',
      fix: expect.stringContaining('勤策'),
    })
    await put('a', ['1', '2', '3', '4', '5', '6'])
    const { says } = await verdictOf('left-out-waiqin')
    expect(says).toMatch(/（5） 等$/)
    expect(says.match(/task_id/g)).toHaveLength(5)
    expect((await verdictOf('left-out-youmi')).state).toBe('ok')
    expect((await verdictOf('left-out-tanma')).state).toBe('skipped')
    await store.close()
  })
})

it('says of a list when it was read, and how much, apart from its name', async () => {
  const store = await openTestStore()
  const now = Date.parse('2026-11-20T10:00:00+08:00')
  const completed: MirrorProgress = {
    name: '',
    phase: 'idle',
    rows: 1204,
    window: null,
    ratePerSecond: null,
    startedAt: now - 130_000,
    completedAt: now - 120_000,
    isLate: false,
    lastError: null,
    isLeader: false,
  }
  const name = Object.keys(definitions.tanma.mirrors)[0] ?? ''
  const checks = createStoreChecks({
    store,
    seal: createSeal(['k'.repeat(32)]),
    clock: clockOf(() => now),
    isConfigured: () => true,
    progress: async () => [{ ...completed, name }],
  })
  const mirror = checks.find(({ id }) => id === 'mirror-tanma')
  expect((await mirror?.run(AbortSignal.timeout(1000)))?.says).toBe('群SOP：2 分钟前同步，读了 1,204 条')
  await store.close()
})
