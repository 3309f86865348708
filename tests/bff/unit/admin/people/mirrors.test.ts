import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPeopleMirrors, peoplePlan } from '../../../../../src/bff/admin/people/mirrors.ts'
import { Reading } from '../../../../../src/bff/admin/people/reading.ts'
import { UpstreamError } from '../../../../../src/bff/errors.ts'
import { progressOf } from '../../../../../src/bff/mirror/progress.ts'
import type { OpenSource } from '../../../../../src/bff/sources/definition.ts'
import type { MirrorState } from '../../../../../src/bff/store/mirror-stores.ts'
import type { Store } from '../../../../../src/bff/store/store.ts'
import type { Directory, OnRead } from '../../../../../src/bff/wecom/wecom.ts'
import { createTestClock } from '../../../../support/clock.ts'
import { openTestStore } from '../../../../support/open-test-store.ts'
import { member, vendorPerson } from '../../../../support/seed-people.ts'

const dayMs = 86_400_000
const soon = () => AbortSignal.timeout(5000)

let store: Store
let time: ReturnType<typeof createTestClock>
let told: Directory
let asked: number
let departments: number

beforeEach(async () => {
  store = await openTestStore()
  time = createTestClock()
  asked = 0
  departments = 0
  told = { members: [member('lisi', '李四')], isCut: false, outside: 0, refused: [] }
})
afterEach(() => store.close())

const refused = new UpstreamError({ source: 'waiqin', operation: 'queryEmployee', reason: 'refused' })

/** 勤策 as it lists and names these. */
const waiqin = (listed: () => AsyncIterable<ReturnType<typeof vendorPerson>[]>): OpenSource => ({
  people: { named: async () => [vendorPerson('named', '任务里的人', { state: 'unknown' })], listed },
})

async function* pages(...all: ReturnType<typeof vendorPerson>[][]) {
  for (const page of all) yield page
}

function start(owner: string, source: OpenSource | null = null, kept = store) {
  const log = { info: () => undefined, warn: () => undefined }
  const wecom = {
    directory: async (_: AbortSignal, onRead?: OnRead) => {
      asked += 1
      for (let read = 1; read <= departments; read += 1) await onRead?.(read, departments)
      return told
    },
  }
  const sources = { waiqin: source }
  return createPeopleMirrors({ store: kept, wecom, sources, clock: time.clock, log, owner, leaseMs: 30_000 })
}

const reading = async (name: string) => Reading.parse((await store.mirrors.get(name)).checkpoint)
const users = async () => (await store.people.members()).map(({ userid, leftAt }) => [userid, leftAt !== null])
const ids = async () => (await store.people.vendor()).map(({ id }) => id).toSorted()

describe('the list of members', () => {
  /** Until a pass has ended: the mirror says so in the store. */
  async function completed(after: number): Promise<void> {
    for (;;) {
      const { completedAt } = await store.mirrors.get('people-wecom')
      if (completedAt !== null && completedAt >= after) return
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  it('is read at start when it is older than a day, and otherwise not', async () => {
    const first = start('first')
    first.start()
    await completed(time.now())
    await first.stop()
    expect(asked).toBe(1)

    time.pass(dayMs - 1)
    const second = start('second')
    second.start()
    await second.stop()
    expect(asked).toBe(1)

    time.pass(2)
    const third = start('third')
    third.start()
    await completed(time.now())
    await third.stop()
    expect(asked).toBe(2)
  })

  it('is as far as its departments while it is read, which is noted with every tenth', async () => {
    departments = 25
    const notes: unknown[] = []
    const { mirrors } = store
    const watched = {
      ...store,
      mirrors: {
        ...mirrors,
        save: async (state: MirrorState) => {
          const { pace } = progressOf(state, { running: null, plan: peoplePlan, now: time.now() })
          if (pace) notes.push(pace.reach)
          await mirrors.save(state)
        },
      },
    }
    await start('me', null, watched).sync(soon())
    expect(notes).toEqual([
      { unit: 'parts', done: 10, total: 25 },
      { unit: 'parts', done: 20, total: 25 },
    ])
    expect(await reading('people-wecom')).toMatchObject({ people: 1 })
  })

  it('is read by one instance while the other waits', async () => {
    await store.leases.acquire('people-wecom', 'another', 60_000)
    const mirrors = start('me')
    mirrors.start()
    await mirrors.sync(AbortSignal.timeout(50))
    await mirrors.stop()
    expect(asked).toBe(0)
  })

  it('marks who is not told any more as left, but nobody where nobody is told', async () => {
    const mirrors = start('me')
    told = { ...told, members: [member('lisi', '李四'), member('wangwu', '王五')] }
    await mirrors.sync(soon())
    time.pass(dayMs)
    told = { ...told, members: [member('lisi', '李四')] }
    await mirrors.sync(soon())
    expect(await users()).toEqual([
      ['lisi', false],
      ['wangwu', true],
    ])
    time.pass(dayMs)
    told = { ...told, members: [] }
    await mirrors.sync(soon())
    expect(await users()).toEqual([
      ['lisi', false],
      ['wangwu', true],
    ])
    expect(await reading('people-wecom')).toMatchObject({ people: 0 })
  })

  it('keeps everybody where there are more than are read', async () => {
    const mirrors = start('me')
    await mirrors.sync(soon())
    time.pass(dayMs)
    told = { ...told, members: [member('wangwu', '王五')], isCut: true }
    await mirrors.sync(soon())
    expect(await users()).toEqual([
      ['lisi', false],
      ['wangwu', false],
    ])
  })
})

describe('a part of the list of members', () => {
  const rights = 'externalcontact/get_follow_user_list'
  const both = [member('lisi', '李四'), member('wangwu', '王五', { hasCustomerRight: false })]
  const none = both.map(({ userid, name }) => member(userid, name, { hasCustomerRight: false }))
  const many = (count: number, from = 0) =>
    Array.from({ length: count }, (_, index) => member(`person${from + index}`, `人${from + index}`))
  const gone = async () => (await users()).filter(([, isGone]) => isGone).map(([userid]) => userid)

  async function read(next: Partial<Directory>): Promise<void> {
    told = { ...told, refused: [], ...next }
    await start('me').sync(soon())
    time.pass(dayMs)
  }

  it.each(['user/simplelist', 'agent/get', rights])('is no reason to have left, while %s is refused', async (path) => {
    await read({ members: both })
    await read({ members: both.slice(0, 1), refused: [path] })
    expect(await gone()).toEqual([])
    await read({ members: both.slice(0, 1) })
    expect(await gone()).toEqual(['wangwu'])
  })

  it('keeps who may serve customers, while WeCom does not say', async () => {
    await read({ members: both })
    await read({ members: none, refused: [rights] })
    const right = async () => (await store.people.members()).map(({ hasCustomerRight }) => hasCustomerRight)
    expect(await right()).toEqual([true, false])
    await read({ members: none })
    expect(await right()).toEqual([false, false])
  })

  it('is believed when it lacks a tenth, and when it lacks fewer than five', async () => {
    await read({ members: many(50) })
    await read({ members: many(45) })
    expect(await gone()).toHaveLength(5)
    await read({ members: many(41) })
    expect(await gone()).toHaveLength(9)
    await read({ members: many(8) })
    await read({ members: many(8) })
    await read({ members: many(4) })
    expect(await gone()).toHaveLength(46)
  })

  it('that lacks more is held back until a second reading lacks the same people', async () => {
    await read({ members: many(49) })
    await read({ members: many(44) })
    expect(await gone()).toEqual([])
    expect(await reading('people-wecom')).toMatchObject({ held: { people: 5 } })
    await read({ members: many(44), refused: ['agent/get'] })
    expect(await gone()).toEqual([])
    await read({ members: many(40) })
    expect(await gone()).toHaveLength(5)
    expect(await reading('people-wecom')).toMatchObject({ held: { people: 4 } })
    await read({ members: many(49) })
    expect(await gone()).toEqual([])
    expect(await reading('people-wecom')).toMatchObject({ held: null })
  })
})

describe('the list of a vendor', () => {
  it('holds whom it lists and whom its rows name, and nobody else', async () => {
    let listed = [[vendorPerson('1', '张三')], [vendorPerson('2', '李四'), vendorPerson('not an id', '王五')]]
    const mirrors = start(
      'me',
      waiqin(() => pages(...listed)),
    )
    await mirrors.sync(soon())
    expect(await ids()).toEqual(['1', '2', 'named'])
    time.pass(dayMs)
    listed = [[vendorPerson('2', '李四')]]
    await mirrors.sync(soon())
    expect(await ids()).toEqual(['2', 'named'])
  })

  it('that is refused stays as it was, says so, and stands in nobody’s way', async () => {
    let isRefused = false
    const mirrors = start(
      'me',
      waiqin(async function* () {
        if (isRefused) throw refused
        yield [vendorPerson('1', '张三')]
      }),
    )
    await mirrors.sync(soon())
    time.pass(dayMs)
    isRefused = true
    await mirrors.sync(soon())
    expect(await ids()).toEqual(['1', 'named'])
    expect(await reading('people-waiqin')).toMatchObject({ reason: 'refused' })
    expect((await store.mirrors.get('people-waiqin')).lastError).toBeNull()
    expect(await users()).toEqual([['lisi', false]])
  })

  it('that is refused leaves a closed account closed, though rows name it', async () => {
    let isRefused = false
    const closed = vendorPerson('named', '任务里的人', { code: '007', state: 'disabled' })
    const mirrors = start(
      'me',
      waiqin(async function* () {
        if (isRefused) throw refused
        yield [closed]
      }),
    )
    await mirrors.sync(soon())
    time.pass(dayMs)
    isRefused = true
    await mirrors.sync(soon())
    expect(await store.people.vendor()).toEqual([{ source: 'waiqin', ...closed }])
  })

  describe('that is suddenly much shorter', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => vendorPerson(`s${index}`, `人${index}`))
    let listed: ReturnType<typeof vendorPerson>[]
    let failure: UpstreamError | null
    let named: ReturnType<typeof vendorPerson>[]

    beforeEach(() => {
      failure = null
      named = []
    })

    /** How many are known after a reading of these. */
    async function read(people: ReturnType<typeof vendorPerson>[]): Promise<number> {
      listed = people
      const source: OpenSource = {
        people: {
          named: async () => named,
          async *listed() {
            if (failure) throw failure
            yield listed
          },
        },
      }
      await start('me', source).sync(soon())
      time.pass(dayMs)
      return (await ids()).length
    }

    it('loses nobody until a second reading lacks the same people', async () => {
      await read(many(49))
      expect(await read(many(44))).toBe(49)
      expect(await reading('people-waiqin')).toMatchObject({ held: { people: 5 } })
      expect(await read(many(40))).toBe(44)
      expect(await reading('people-waiqin')).toMatchObject({ held: { people: 4 } })
      expect(await read(many(44))).toBe(44)
      expect(await reading('people-waiqin')).toMatchObject({ held: null })
    })

    it('still has its doubt after a day on which it was refused', async () => {
      await read(many(49))
      await read(many(40))
      failure = refused
      expect(await read([])).toBe(49)
      expect(await reading('people-waiqin')).toMatchObject({ reason: 'refused', held: { people: 9 } })
      failure = null
      expect(await read(many(40))).toBe(40)
    })

    it('lacks nobody whom rows name', async () => {
      await read(many(49))
      named = many(49)
      expect(await read(many(40))).toBe(49)
      expect(await reading('people-waiqin')).toMatchObject({ held: null })
    })
  })

  it('loses nobody while it is not told whom rows name, and says so', async () => {
    const lists = [[vendorPerson('1', '张三')], [vendorPerson('2', '李四')]]
    const source = (named: () => Promise<ReturnType<typeof vendorPerson>[]>): OpenSource => ({
      people: { named, listed: () => pages(lists.shift() ?? []) },
    })
    await start(
      'me',
      source(async () => []),
    ).sync(soon())
    time.pass(dayMs)
    await start(
      'me',
      source(() => Promise.reject(refused)),
    ).sync(soon())
    expect(await ids()).toEqual(['1', '2'])
    expect(await reading('people-waiqin')).toMatchObject({ reason: null, refused: ['queryEmployee'] })
  })

  it('of a vendor who is not to be reached is asked for again soon', async () => {
    const away = new UpstreamError({ source: 'waiqin', operation: 'queryEmployee', reason: 'timeout' })
    const mirrors = start(
      'me',
      waiqin(async function* () {
        yield [vendorPerson('1', '张三')]
        throw away
      }),
    )
    await mirrors.sync(soon())
    expect(await store.mirrors.get('people-waiqin')).toMatchObject({ lastError: 'timeout', completedAt: null })
  })
})
