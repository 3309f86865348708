import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { VendorPersonRow } from '../../../../src/bff/store/people-stores.ts'
import { createSeal } from '../../../../src/bff/secrets/seal.ts'
import type { SourcePeople } from '../../../../src/bff/sources/source.ts'
import { createTanma } from '../../../../src/bff/sources/tanma/index.ts'
import { createWaiqin } from '../../../../src/bff/sources/waiqin/index.ts'
import { createYoumi } from '../../../../src/bff/sources/youmi/index.ts'
import type { Store } from '../../../../src/bff/store/store.ts'
import { clockOf } from '../../../support/clock.ts'
import { fakeHttp, type Sent } from '../../../support/fake-http.ts'
import { openTestStore } from '../../../support/open-test-store.ts'

const signal = new AbortController().signal
const clock = clockOf(() => 1_700_000_000_000)
const log = { info: () => undefined, warn: () => undefined }

let store: Store
beforeEach(async () => {
  store = await openTestStore()
})
afterEach(() => store.close())

async function listed(people: SourcePeople | undefined): Promise<VendorPersonRow[]> {
  const all: VendorPersonRow[] = []
  for await (const rows of people?.listed(signal) ?? []) all.push(...rows)
  return all
}

const shared = () => ({ store, clock, log, owner: 'me', wake: async () => undefined, longestIntervalMs: 60_000 })

describe('the employees of 勤策', () => {
  const config = {
    apiUrl: 'http://waiqin.test',
    openid: '1',
    appKey: 'k',
    since: null,
    isSourceCodeUserid: false,
    visibility: 'own',
  } as const
  const open = (answer: (sent: Sent) => unknown) => createWaiqin({ ...shared(), config, http: fakeHttp(answer) }).people
  const employee = (id: string, more: object = {}) => ({ id, emp_name: `员工${id}`, emp_status: '1', ...more })

  it('are read page by page, without phones and mails', async () => {
    const asked: unknown[] = []
    const full = Array.from({ length: 1000 }, (_, index) => employee(`a${index}`, { emp_mobile: '13800000000' }))
    const people = await listed(
      open(({ body = '' }) => {
        const { page_number: page } = JSON.parse(body) as { page_number: string }
        asked.push(page)
        const last = employee('b', { emp_id: 'ZhangSan', emp_code: '007', emp_org_name: '万州', emp_status: '2' })
        return { return_code: '0', response_data: JSON.stringify(page === '1' ? full : [last]) }
      }),
    )
    expect(asked).toEqual(['1', '2'])
    expect(people).toHaveLength(1001)
    expect(people.at(-1)).toEqual({
      id: 'b',
      name: '员工b',
      code: '007',
      otherCode: 'ZhangSan',
      department: '万州',
      state: 'disabled',
    })
    expect(JSON.stringify(people)).not.toContain('13800000000')
  })

  it('are refused as such where the right to ask for them is missing', async () => {
    await expect(
      listed(open(() => ({ return_code: '1', return_msg: '接口未授权', response_data: '' }))),
    ).rejects.toMatchObject({
      source: 'waiqin',
      operation: 'queryEmployee',
      reason: 'refused',
    })
  })
})

describe('the staff of 友米', () => {
  const config = { apiUrl: 'http://youmi.test', tokenUrl: 'http://youmi.test/token', clientId: 'c', clientSecret: 's' }
  const open = (rows: (state: number) => unknown) =>
    createYoumi({
      ...shared(),
      seal: createSeal(['x'.repeat(32)]),
      config: { ...config, tenantId: null, isStaffIdUserid: false },
      http: fakeHttp(({ operation, body = '' }) => {
        if (operation === 'token') return { access_token: 't', expires_in: 3600 }
        const values = rows((JSON.parse(body) as { staffState: number }).staffState)
        return { succeed: true, errmsg: 20_000, values }
      }),
    }).people

  it('are told by 工号, and whose account is closed by who is among all alone', async () => {
    const [mine, gone] = [
      { staffCode: 'b08', staffName: '张三', departName: '渝南' },
      { sffId: 'b09', name: '李四' },
    ]
    expect(await listed(open((state) => (state === 1 ? [mine, gone] : [mine])))).toEqual([
      { id: 'b08', name: '张三', code: null, otherCode: null, department: '渝南', state: 'active' },
      { id: 'b09', name: '李四', code: null, otherCode: null, department: null, state: 'disabled' },
    ])
  })

  it('are unreadable where none of them has a 工号', async () => {
    await expect(listed(open(() => [{ who: 'x' }, { who: 'y' }]))).rejects.toMatchObject({
      operation: 'GetStaffList',
      reason: 'unreadable',
    })
  })
})

describe('whom todos of 友米 name', () => {
  const todo = (id: number, more: object = {}) => ({ id, sate: 0, sffId: 'b08', recipientData: '["b09"]', ...more })

  /** Each page that is asked for, and whom the answers to these name. */
  async function named(pageOf: (page: number) => unknown[]) {
    const asked: Record<string, unknown>[] = []
    const { people } = createYoumi({
      ...shared(),
      seal: createSeal(['x'.repeat(32)]),
      config: {
        apiUrl: 'http://youmi.test',
        tokenUrl: 'http://youmi.test/token',
        clientId: 'c',
        clientSecret: 's',
        tenantId: null,
        isStaffIdUserid: false,
      },
      http: fakeHttp(({ operation, body = '' }) => {
        if (operation === 'token') return { access_token: 't', expires_in: 3600 }
        const question = JSON.parse(body) as { pageIndex: number }
        asked.push(question)
        return { succeed: true, errmsg: 20_000, values: pageOf(question.pageIndex) }
      }),
    })
    return { asked, rows: await people?.named(signal) }
  }
  const ids = (rows: VendorPersonRow[] | undefined) => rows?.map(({ id }) => id).toSorted()
  const fullPage = (page: number) => Array.from({ length: 200 }, (_, index) => todo(page * 1000 + index))

  it('are its creator and its recipients, by 工号 alone and once each, of open todos', async () => {
    const closed = [todo(3, { sate: 1, sffId: 'done' }), todo(4, { sate: 2, recipientData: '["cancelled"]' })]
    const broken = todo(5, { sffId: null, recipientData: 'not a list of 工号' })
    const { asked, rows } = await named(() => [
      todo(1),
      todo(2, { recipientData: '["B09", "b10"]' }),
      ...closed,
      broken,
    ])
    expect(asked).toEqual([{ pageIndex: 1, pageSize: 200, usersate: 0 }])
    expect(ids(rows)).toEqual(['B09', 'b08', 'b10'])
    expect(rows?.find(({ id }) => id === 'b08')).toEqual({
      id: 'b08',
      name: null,
      code: null,
      otherCode: null,
      department: null,
      state: 'unknown',
    })
  })

  it('are read page by page, 25 pages at most', async () => {
    const two = await named((page) => (page === 1 ? fullPage(1) : [todo(1, { sffId: 'last' })]))
    expect(ids(two.rows)).toEqual(['b08', 'b09', 'last'])
    expect((await named(fullPage)).asked).toHaveLength(25)
  })

  it('are not asked for again by a vendor that repeats its page', async () => {
    expect((await named(() => fullPage(1))).asked).toHaveLength(2)
  })
})

describe('the members of 探马', () => {
  const config = { apiUrl: 'http://tanma.test', appId: 'a', appKey: 'k', sendStatus: new Map() }
  const open = (answer: (page: number) => unknown) =>
    createTanma({
      ...shared(),
      config,
      http: fakeHttp(({ body = '' }) => answer((JSON.parse(body) as { pageNo: number }).pageNo)),
    }).people

  it('are read page by page, with the userid where it is told', async () => {
    const full = Array.from({ length: 100 }, (_, index) => ({ salesId: `${index + 1}`, salesName: '员工' }))
    const last = [{ salesId: '900', name: '张三', departmentName: '渝南', qwUserId: 'ZhangSan' }]
    const people = await listed(open((page) => ({ code: 0, data: { result: page === 1 ? full : last } })))
    expect(people).toHaveLength(101)
    expect(people.at(-1)).toEqual({
      id: '900',
      name: '张三',
      code: null,
      otherCode: 'ZhangSan',
      department: '渝南',
      state: 'active',
    })
  })

  it('end where the vendor repeats itself', async () => {
    const full = Array.from({ length: 100 }, (_, index) => ({ salesId: `${index + 1}` }))
    await expect(listed(open(() => ({ code: 0, data: { result: full } })))).rejects.toMatchObject({
      reason: 'unreadable',
    })
  })

  it('have the SOPs of their groups that may still be open', async () => {
    const task = (id: string, sendStatus: number | null) => {
      return { id: `tanma:${id}`, title: '群发', dueAt: null, sopId: null, sendStatus, mode: null }
    }
    const group = (chatId: string, salesId: string | null, ...tasks: object[]) => {
      const body = { ownerName: null, departmentName: null, tags: [], tasks, leftOut: 0 }
      return { chatId, salesId, name: null, body, fetchedAt: 1 }
    }
    await store.sopGroups.put(
      [
        group('wr1', '900', task('a', 1), task('b', 2), task('c', null)),
        group('wr2', '900', task('d', 1)),
        group('wr3', null, task('e', 1)),
        group('wr4', '901', task('f', 2)),
        ...Array.from({ length: 600 }, (_, index) => group(`wr9${index}`, '902', task(`m${index}`, 1))),
      ],
      null,
    )
    const sendStatus = new Map([
      ['1', 'open'],
      ['2', 'done'],
    ] as const)
    const { people } = createTanma({ ...shared(), config: { ...config, sendStatus }, http: fakeHttp(() => ({})) })
    expect(await people.openRows?.()).toEqual(
      new Map([
        ['900', 3],
        ['902', 600],
      ]),
    )
  })

  it('are, without a list, the owners of the groups', async () => {
    const body = { ownerName: '张三', departmentName: '渝南', tags: [], tasks: [], leftOut: 0 }
    const group = (chatId: string, salesId: string | null) => ({ chatId, salesId, name: '群', body, fetchedAt: 1 })
    await store.sopGroups.put([group('wr1', '900'), group('wr2', '900'), group('wr3', null)], null)
    expect(await open(() => ({ code: 1 })).named(signal)).toEqual([
      { id: '900', name: '张三', code: null, otherCode: null, department: '渝南', state: 'unknown' },
    ])
  })
})
