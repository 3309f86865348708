import {
  assert,
  asyncProperty,
  constantFrom,
  date,
  jsonValue,
  option,
  property,
  record,
  type Arbitrary,
} from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { GroupSop } from '#contract/group-sop'
import { Todo } from '#contract/todo'
import { toChinaIso } from '../../../../src/bff/china-time.ts'
import { toGroupRow, toGroupSops } from '../../../../src/bff/sources/tanma/map.ts'
import { readGroups } from '../../../../src/bff/sources/tanma/read-groups.ts'
import { WireGroup, WireTask } from '../../../../src/bff/sources/tanma/wire.ts'
import { createClient } from '../../../../src/bff/sources/youmi/client.ts'
import { toBody, toTodo } from '../../../../src/bff/sources/youmi/map.ts'
import { WireTodo } from '../../../../src/bff/sources/youmi/wire.ts'
import { createSeal } from '../../../../src/bff/secrets/seal.ts'
import { openStore } from '../../../../src/bff/store/index.ts'
import type { Store } from '../../../../src/bff/store/store.ts'
import { clockOf } from '../../../support/clock.ts'
import { fakeHttp } from '../../../support/fake-http.ts'
import { readFixture } from '../../../support/read-fixture.ts'

const now = Date.parse('2026-11-20T10:00:00+08:00')
const log = { info: () => undefined, warn: () => undefined }
const runs = { numRuns: 150 }

const Row = z.record(z.string(), z.unknown())
const [todo = {}] = z
  .object({ values: z.array(Row) })
  .parse(readFixture('youmi.get-charge-daffaires-list.response')).values
const [group = {}] = z
  .object({ data: z.object({ result: z.array(Row) }) })
  .parse(readFixture('tanmarket.get-group-list.response')).data.result
const [task = {}] = z.array(Row).parse(group['tasks'])

/** Some fields of a row, each with any value at all, or taken away. */
const odd = (fields: readonly string[]): Arbitrary<Record<string, unknown>> =>
  record(Object.fromEntries(fields.map((field) => [field, option(jsonValue(), { nil: undefined })])), {
    requiredKeys: [],
  })
/** As it is sent. */
const sent = (row: object): unknown => JSON.parse(JSON.stringify(row))
const fieldsOf = ({ shape }: { shape: object }, ...needed: string[]) =>
  Object.keys(shape).filter((field) => !needed.includes(field))

const pad = (value: number) => String(value).padStart(2, '0')
/** One instant, as vendors write it. */
const writings: readonly ((at: number) => unknown)[] = [
  toChinaIso,
  (at) => toChinaIso(at).slice(0, 19),
  (at) => toChinaIso(at).slice(0, 19).replace('T', ' '),
  (at) => `${toChinaIso(at).slice(0, 19).replaceAll('-', '/').replace('T', ' ')}.000`,
  (at) => new Date(at).toISOString(),
  (at) => at,
  (at) => String(at / 1000),
  (at) => `/Date(${at}+0800)/`,
  (at) => {
    const day = new Date(at + 8 * 3_600_000)
    return [
      day.getUTCFullYear(),
      day.getUTCMonth() + 1,
      day.getUTCDate(),
      day.getUTCHours(),
      day.getUTCMinutes(),
    ].concat(day.getUTCSeconds())
  },
  (at) => ({ date: `${toChinaIso(at).slice(0, 19).replace('T', ' ')}.000000`, timezone: 'Asia/Shanghai' }),
  (at) => {
    const day = new Date(at + 8 * 3_600_000)
    return `${day.getUTCFullYear()}${pad(day.getUTCMonth() + 1)}${pad(day.getUTCDate())}${toChinaIso(at).slice(11, 19).replaceAll(':', '')}`
  },
]
const instants = date({ min: new Date('2001-01-01'), max: new Date('2098-12-31'), noInvalidDate: true }).map(
  (day) => Math.floor(day.getTime() / 1000) * 1000,
)
const times = record({ at: instants, write: constantFrom(...writings) })

describe('todos of 友米', () => {
  let store: Store
  let patch: object = {}
  beforeAll(async () => {
    store = await openStore('file::memory:')
  })
  afterAll(() => store.close())

  const http = fakeHttp(({ operation }) => {
    if (operation === 'token') return { access_token: 'a' }
    return { succeed: true, errmsg: 20_000, values: [{ ...todo, id: 2 }, sent({ ...todo, ...patch })] }
  })
  const urls = { apiUrl: 'http://a.test', tokenUrl: 'http://a.test/token' }
  const config = { ...urls, clientId: 'c', clientSecret: 's', tenantId: null, isStaffIdUserid: false }
  const seal = createSeal(['0123456789abcdef0123456789abcdef'])
  async function readTodo(odd: object): Promise<Todo | undefined> {
    patch = odd
    const client = createClient({ config, http, store, seal, owner: 'me', clock: clockOf(() => now), log })
    const { todos } = await client.todosOf('b08', AbortSignal.timeout(60_000))
    const body = todos.map(toBody).find(({ id }) => id === `youmi:${String(todo['id'])}`)
    return body && Todo.parse(toTodo(body, { isMine: true, now }))
  }

  it('are not lost by any value of any field but the id', async () => {
    const patches = odd(fieldsOf(WireTodo, 'id'))
    await assert(
      asyncProperty(patches, async (each) => {
        expect(await readTodo(each)).toBeDefined()
      }),
      runs,
    )
  }, 60_000)

  it('keep their time whatever the other fields hold, in every way to write it', async () => {
    const patches = odd(fieldsOf(WireTodo, 'id', 'remindTime'))
    await assert(
      asyncProperty(patches, times, async (each, { at, write }) => {
        expect((await readTodo({ ...each, remindTime: write(at) }))?.dueAt).toBe(toChinaIso(at))
      }),
      runs,
    )
  }, 60_000)
})

describe('group SOPs of 探马', () => {
  function readSops(groupPatch: object, taskPatch: object): GroupSop[] {
    const rows = [
      sent({
        ...group,
        tasks: [
          { ...task, id: 'other' },
          { ...task, ...taskPatch },
        ],
        ...groupPatch,
      }),
    ]
    const { groups } = readGroups(rows, { source: 'tanma', operation: 'getGroupList', log })
    return groups
      .flatMap((each) => toGroupSops(toGroupRow(each, now), new Map(), now))
      .map((sop) => GroupSop.parse(sop))
  }
  const oddGroups = odd(fieldsOf(WireGroup, 'chatId', 'tasks'))
  const ids = ['tanma:other', `tanma:${String(task['id'])}`]

  it('are not lost by any value of any field but the ids', () => {
    assert(
      property(oddGroups, odd(fieldsOf(WireTask, 'id')), (groupPatch, taskPatch) => {
        expect(readSops(groupPatch, taskPatch).map(({ id }) => id)).toEqual(ids)
      }),
      runs,
    )
  }, 60_000)

  it('keep their time whatever the other fields hold, in every way to write it', () => {
    assert(
      property(oddGroups, odd(fieldsOf(WireTask, 'id', 'startTime')), times, (groupPatch, taskPatch, { at, write }) => {
        const [, sop] = readSops(groupPatch, { ...taskPatch, startTime: write(at) })
        expect(sop?.dueAt).toBe(toChinaIso(at))
      }),
      runs,
    )
  }, 60_000)

  it('go without their group where its tasks are none', () => {
    assert(
      property(jsonValue(), (tasks) => {
        expect(() => readSops({ tasks }, {})).not.toThrow()
      }),
      runs,
    )
  })
})
