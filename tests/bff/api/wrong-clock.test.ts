import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Problem } from '#contract/problem'
import { seedContact, seedStaff, startYunzhongWork, type YunzhongBench } from '../../support/start-yunzhong.ts'
import { createTestClock } from '../../support/clock.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const chat = 'wr2ohRCAAAmcbrAflgvXBh6iCHGhB-TA'
const refresh = { 'cache-control': 'no-cache' }
const { clock, now, pass, jump } = createTestClock(Date.parse('2026-11-20T10:00:00+08:00'))
/** How far the clock is ahead. The vendors go along, since they would refuse our signatures. */
let aheadMs = 0
const setAhead = (ms: number): void => {
  jump(ms - aheadMs)
  aheadMs = ms
}

const List = z.object({
  state: z.string(),
  asOf: z.string().nullable(),
  problem: Problem.optional(),
  items: z.array(z.object({ id: z.string() })),
})

/** From which age on a list is not called fresh: of mirrors five intervals, at least ten minutes. */
const lists = {
  'me/todos': 10 * minuteMs,
  [`contacts/${seedContact}/todos`]: 10 * minuteMs,
  'me/field-tasks': 10 * minuteMs,
  [`contacts/${seedContact}/field-tasks`]: 10 * minuteMs,
  'me/group-sops': 25 * minuteMs,
  [`contacts/${seedContact}/group-sops`]: 25 * minuteMs,
  [`chats/${chat}/group-sops`]: 25 * minuteMs,
  [`contacts/${seedContact}/pushes`]: 10 * minuteMs,
  [`chats/${chat}/pushes`]: 10 * minuteMs,
  'me/notices': 10 * minuteMs,
  'me/moments': 25 * minuteMs,
}

let bench: YunzhongBench
let me: string

beforeAll(async () => {
  bench = await startYunzhongWork({ clock })
  await bench.connect(await bench.bff.signIn(seedStaff), seedStaff)
})
afterEach(() => {
  setAhead(0)
  pass(minuteMs)
  for (const vendor of Object.values(bench.simulators.vendors)) vendor.fault = 'none'
})
afterAll(() => bench.close())

/** By the present clock: a session of the future is none. */
const signIn = async () => void (me = await bench.bff.signIn(seedStaff))

async function read(path: string, headers: Record<string, string> = {}) {
  const answer = await bench.bff.get(`/api/${path}`, me, headers)
  return { status: answer.statusCode, ...List.partial().parse(answer.json()) }
}

describe.each([8 * hourMs, 72 * hourMs])('lists that were read by a clock %i ms ahead, once it is set right', (ms) => {
  it('do not say that they are fresh, nor show a time of the future', async () => {
    setAhead(ms)
    await bench.bff.sync()
    setAhead(0)
    await signIn()
    for (const path of ['me/field-tasks', 'me/group-sops', 'me/moments']) {
      const list = await read(path)
      expect(list).toMatchObject({ state: 'stale', asOf: null, problem: { code: 'mirror_late' } })
    }
  })

  it('are read again at once for who pulls to refresh', async () => {
    setAhead(ms)
    await bench.bff.sync()
    setAhead(0)
    await signIn()
    for (const path of ['me/field-tasks', 'me/group-sops', 'me/moments']) {
      // A first pass after it reads everything, which takes longer than the user waits.
      await expect.poll(async () => (await read(path, refresh)).state, { timeout: 20_000 }).toBe('fresh')
      expect([path, Date.parse((await read(path)).asOf ?? '')]).toEqual([path, now()])
    }
  })

  it('are asked for again, where they are asked for live', async () => {
    setAhead(ms)
    await signIn()
    await read('me/todos')
    setAhead(0)
    await signIn()
    const { seen } = bench.simulators.vendors.youmi
    const before = seen.length
    await read('me/todos')
    expect(seen.length).toBeGreaterThan(before)
    await expect.poll(async () => (await read('me/todos')).state).toBe('fresh')
    expect(Date.parse((await read('me/todos')).asOf ?? '')).toBe(now())
  })
})

it('what changed while a clock was eight hours ahead is read once it is set right', async () => {
  setAhead(8 * hourMs)
  await bench.bff.sync()
  const task = { customerId: '7269195022934925565', content: '送冰柜', receiver: seedStaff }
  const added = bench.simulators.vendors.waiqin.addFieldTask(task)
  setAhead(0)
  await signIn()
  const { items } = await read('me/field-tasks?limit=200', refresh)
  expect(items?.map(({ id }) => id)).toContain(`waiqin:${added}`)
})

/** Repeatable. */
function randomOf(seed: number) {
  let state = seed
  return (count: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * count)
  }
}

it.each([1, 2])(
  'no list says fresh while it is older than that, or of an age that nobody knows (%i)',
  { timeout: 150_000 },
  async (seed) => {
    const random = randomOf(seed)
    const { vendors } = bench.simulators
    const rests = [10_000, minuteMs, 4 * minuteMs, 9 * minuteMs, 11 * minuteMs, 26 * minuteMs, 3 * hourMs, 30 * hourMs]
    const states = new Set<string>()
    for (let step = 0; step < 12; step += 1) {
      pass(rests[random(rests.length)] ?? 0)
      if (random(3) === 0) setAhead(([0, 0, 8, -8, 72][random(5)] ?? 0) * hourMs)
      await signIn()
      for (const name of ['youmi', 'waiqin', 'tanma', 'yunzhong'] as const)
        vendors[name].fault = random(4) === 0 ? 'down' : 'none'
      if (random(3) === 0) await bench.bff.sync()
      // 芸众's sessions end by its own clock.
      if ((await read('me/notices')).state === 'disconnected') await bench.connect(me, seedStaff)
      for (const [path, lateMs] of Object.entries(lists)) {
        const { state, asOf = null, problem } = await read(path, random(4) === 0 ? refresh : {})
        const at = asOf === null ? null : Date.parse(asOf)
        const seen = { path, state, at, now: now(), problem: problem?.code }
        if (at !== null && at > now() + minuteMs) throw new Error(`of the future: ${JSON.stringify(seen)}`)
        if (state === 'fresh' && (at === null || now() - at >= lateMs))
          throw new Error(`not fresh: ${JSON.stringify(seen)}`)
        if (state === 'stale' && !problem) throw new Error(`no reason: ${JSON.stringify(seen)}`)
        states.add(`${state} ${problem?.code ?? ''}`)
      }
    }
    expect([...states]).toEqual(expect.arrayContaining(['fresh ', 'stale mirror_late', 'stale upstream_unreachable']))
  },
)
