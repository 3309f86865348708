import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { FieldTask } from '#contract/field-task'
import { ListQuery } from '#contract/work'
import type { SourceQuery } from '../../../../src/bff/sources/source.ts'
import { createWaiqin, type Waiqin } from '../../../../src/bff/sources/waiqin/index.ts'
import { taskMapper } from '../../../../src/bff/sources/waiqin/map.ts'
import { customerMapper } from '../../../../src/bff/sources/waiqin/map-customer.ts'
import { WireCustomer, WireTask } from '../../../../src/bff/sources/waiqin/wire.ts'
import { groupMapper } from '../../../../src/bff/sources/tanma/map.ts'
import { readGroups } from '../../../../src/bff/sources/tanma/read-groups.ts'
import { toBody } from '../../../../src/bff/sources/youmi/map.ts'
import { WireTodo } from '../../../../src/bff/sources/youmi/wire.ts'
import { createYoumi } from '../../../../src/bff/sources/youmi/index.ts'
import { toAttachments, toPieces } from '../../../../src/bff/sources/yunzhong/map-content.ts'
import { momentMapper } from '../../../../src/bff/sources/yunzhong/moments/map-moment.ts'
import { createAvatar } from '../../../../src/bff/sources/yunzhong/notices/avatar.ts'
import { toNoticeBody } from '../../../../src/bff/sources/yunzhong/notices/map-notice.ts'
import { toPushBody } from '../../../../src/bff/sources/yunzhong/pushes/map-push.ts'
import { WireAttachment, WireJob, WireNotice, WirePush } from '../../../../src/bff/sources/yunzhong/wire.ts'
import { createSeal } from '../../../../src/bff/secrets/seal.ts'
import type { Store } from '../../../../src/bff/store/store.ts'
import { readCursor, writeCursor } from '../../../../src/bff/work/cursor.ts'
import { toWorkListOf } from '../../../../src/bff/work/work-list.ts'
import { clockOf } from '../../../support/clock.ts'
import { fakeHttp } from '../../../support/fake-http.ts'
import { openTestStore } from '../../../support/open-test-store.ts'
import { runPass } from '../../../support/run-pass.ts'
import { createWaiqinVendor, taskOf, waiqinConfig, type WaiqinVendor } from '../../../support/waiqin-vendor.ts'

const now = Date.parse('2026-03-10T12:00:00+08:00')
const signal = new AbortController().signal
const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const words = (count: number) => '字'.repeat(count)
const many = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index))

let store: Store
beforeEach(async () => {
  store = await openTestStore()
})
afterEach(() => store.close())

/** The longest text anywhere in a value, and its longest list. */
function sizes(value: unknown): { text: number; list: number } {
  if (typeof value === 'string') return { text: value.length, list: 0 }
  if (typeof value !== 'object' || value === null) return { text: 0, list: 0 }
  const inside = Object.values(value).map(sizes)
  const list = Array.isArray(value) ? value.length : 0
  return {
    text: Math.max(0, ...inside.map(({ text }) => text)),
    list: Math.max(list, ...inside.map((each) => each.list)),
  }
}

describe('a field task without measure', () => {
  let vendor: WaiqinVendor
  let source: Waiqin
  const huge = {
    ...taskOf(1),
    task_content: `${words(5_000)}\n${words(50_000)}`,
    task_achievement: words(50_000),
    receivers: many(1_500, (index) => ({ id: `e${index}`, name: `${words(3_000)}${index}` })),
    feedback_detail: many(30, (index) => ({
      feedback_content: `第${index}次${words(20_000)}`,
      feedback_time: `2026-03-01 10:${String(index).padStart(2, '0')}`,
    })),
  }

  beforeEach(async () => {
    const made = createWaiqinVendor()
    vendor = made.vendor
    vendor.tasks = [huge, { ...taskOf(2), receivers: [{ id: 'e7' }] }]
    source = createWaiqin({
      config: waiqinConfig,
      http: made.http,
      store,
      clock: clockOf(() => now),
      log,
      wake: async () => undefined,
    })
    const [tasks] = source.mirrors
    if (!tasks) throw new Error('a mirror of tasks is expected')
    await runPass(store, tasks, { now })
  })

  async function listOf(staffId: string) {
    const question: SourceQuery = { subjects: null, staffId, status: 'all', mine: false, refresh: false }
    const asked = { query: { status: 'all', limit: 50 } as const, clock: clockOf(() => now), requestId: 'r', log }
    const reading = await source.read(question, signal)
    return toWorkListOf('waiqin', reading, { ...asked, itemsOf: (rows) => source.itemsOf(rows, question) })
  }

  it('is kept within bounds: its newest feedback, twenty receivers, and how many there are', async () => {
    const kept = await store.fieldTasks.bodies({ customerIds: ['c1'], staffId: null }, ['t1'])
    expect(sizes(kept.get('t1'))).toEqual({ text: 10_000, list: 20 })
    const { feedback, totals } = z
      .object({ feedback: z.array(z.object({ content: z.string() })), totals: z.record(z.string(), z.number()) })
      .parse(kept.get('t1'))
    expect(totals).toEqual({ receivers: 1_500, feedback: 30 })
    expect(feedback.map(({ content }) => content.slice(0, 4))).toEqual(many(20, (index) => `第${29 - index}次`))
  })

  it('is short in a list, and says what is cut', async () => {
    const [task] = (await listOf('e0')).items
    expect(FieldTask.parse(task)).toEqual(task)
    expect(sizes(task)).toEqual({ text: 2_000, list: 20 })
    expect(task?.title).toBe(`${words(199)}…`)
    expect(task?.detail).toBe(`${words(1_999)}…`)
    expect(task?.totals).toEqual({ receivers: 1_500, feedback: 30 })
  })

  it('is for each of its receivers, also for those that it does not name', async () => {
    for (const staffId of ['e0', 'e7', 'e1499']) {
      const { items } = await listOf(staffId)
      expect(items.map(({ mine }) => mine)).toEqual(items.map(() => true))
      expect(items.map(({ id }) => id)).toContain('waiqin:t1')
    }
    expect((await listOf('e1500')).items).toEqual([])
    const question = { subjects: ['c1'], confirmed: ['c1'], staffId: 'e1499', status: 'all', mine: false } as const
    const reading = await source.read({ ...question, refresh: false }, signal)
    const items = await source.itemsOf(reading.items, { ...question, refresh: false })
    expect(new Map(items.map(({ id, mine }) => [id, mine]))).toEqual(
      new Map([
        ['waiqin:t1', true],
        ['waiqin:t2', false],
      ]),
    )
  })

  it('that a version before kept as a whole is as short in a list', async () => {
    const row = taskMapper.toRow(WireTask.parse(huge))
    const receivers = many(1_500, (index) => ({ id: `e${index}`, name: words(3_000) }))
    const { totals: _, ...body } = { totals: {}, ...row.body, receivers, detail: words(50_000) }
    const state = await store.mirrors.get('waiqin-tasks')
    await store.fieldTasks.put([{ ...row, body }], { ...state, heldBy: 'the-tests' })
    const [task] = (await listOf('e1499')).items
    expect(sizes(task)).toEqual({ text: 2_000, list: 20 })
    expect(task).toMatchObject({ mine: true, totals: { receivers: 1_500 } })
  })
})

describe('a customer', () => {
  const rowOf = (wire: object) => customerMapper.toRow(WireCustomer.parse({ id: 'c1', ...wire }))

  it('has a name that fits a heading', () => {
    expect(rowOf({ cm_name: words(5_000) }).name).toHaveLength(200)
  })

  it('has all of its managers, however many are written in one text', () => {
    const managers = many(50, (index) => `46228579860087926${index + 10}`)
    expect(rowOf({ cm_manager_id: managers.join('|') }).managerIds).toEqual(managers)
  })
})

describe('a todo without measure', () => {
  const rows = [
    {
      id: 1,
      remindTitle: words(5_000),
      followupsiTuation: words(50_000),
      levelName: words(5_000),
      sate: 0,
      recipientData: JSON.stringify(many(500, (index) => `b${index}`)),
    },
  ]
  const http = fakeHttp(({ operation }) =>
    operation === 'token' ? { access_token: 't', expires_in: 3600 } : { succeed: true, errmsg: 20_000, values: rows },
  )
  const config = { apiUrl: 'http://y', tokenUrl: 'http://t', clientId: 'c', clientSecret: 's', tenantId: null }

  it('is short in a list, and is for each of its recipients', async () => {
    const youmi = createYoumi({
      config: { ...config, isStaffIdUserid: false },
      http,
      store,
      owner: 'one',
      seal: createSeal(['0123456789abcdef0123456789abcdef']),
      clock: clockOf(() => now),
      log,
    })
    for (const staffId of ['b0', 'b499']) {
      const question: SourceQuery = { subjects: null, staffId, status: 'all', mine: true, refresh: false }
      const [todo] = (await youmi.read(question, signal)).items
      expect(sizes(todo)).toEqual({ text: 2_000, list: 20 })
      expect(todo).toMatchObject({ mine: true, totals: { recipients: 500 } })
      expect(todo?.title).toHaveLength(200)
      expect((await youmi.candidates({ staffId, phones: [], linkByPhone: false, text: null }, signal)).length).toBe(0)
    }
  })

  it('has the whole of a long title below it', () => {
    const body = toBody(WireTodo.parse({ id: 1, remindTitle: `${words(300)}尾`, followupsiTuation: '下周' }))
    expect(body).toMatchObject({ title: `${words(199)}…`, detail: `${words(300)}尾\n下周` })
  })
})

describe('of 探马', () => {
  const from = { source: 'tanma', operation: 'getGroupList', log } as const

  it('the longest id that is read fits the cursor of a page', () => {
    const id = `yunzhong:moment:${words(64)}`
    const query = { status: 'cancelled', mine: '1', limit: 200 } as const
    const cursor = writeCursor({ at: now, key: [0, now, now, id] }, query)
    expect(ListQuery.safeParse({ cursor }).success).toBe(true)
    expect(readCursor(cursor, query).key[3]).toBe(id)
  })

  it('a group keeps short titles, and no more than a thousand tasks: the others count as left out', () => {
    const tasks = many(1_300, (index) => ({ id: `s${index}`, title: words(5_000) }))
    const { groups, leftOut } = readGroups([{ chatId: 'wr1', tasks, tagGroupNames: [words(20_000)] }], from)
    const [body] = groups.map((group) => groupMapper.toRow(group, now).body)
    expect(body?.tasks).toHaveLength(1_000)
    expect(body?.leftOut).toBe(300)
    expect(leftOut).toMatchObject([{ field: 'tasks', subject: 'wr1' }])
    expect(sizes(body).text).toBe(10_000)
    expect(sizes(body?.tasks).text).toBe(200)
  })
})

describe('of 芸众', () => {
  const pieceOf = (piece: object) => toPieces({ '0': piece })[0]?.content

  it('a text for a customer is whole, or not shown as one that can be sent', () => {
    expect(pieceOf({ type: 'text', news: words(10_000) })).toEqual({ type: 'text', text: words(10_000) })
    expect(pieceOf({ type: 'text', news: `<p style="${'x'.repeat(20_000)}">${words(9_000)}</p>` })).toEqual({
      type: 'text',
      text: words(9_000),
    })
    expect(pieceOf({ type: 'text', news: words(10_001) })).toMatchObject({ type: 'unknown' })
    expect(pieceOf({ type: 'text', news: '<b>'.repeat(40_000) })).toMatchObject({ type: 'unknown' })
  })

  it('no address is cut: one that is too long is none', () => {
    const url = `https://a.cn/${'a'.repeat(2_000)}`
    expect(pieceOf({ type: 'link', title: 't', link: url })).toMatchObject({ type: 'unknown' })
    expect(pieceOf({ type: 'applet', appid: 'wx1', page: 'p'.repeat(2_001) })).toMatchObject({ type: 'unknown' })
    expect(pieceOf({ type: 'image', link_img: url, media_id: 'm'.repeat(2_001) })).toEqual({
      type: 'image',
      url: null,
      mediaId: null,
    })
    expect(toAttachments([WireAttachment.parse({ msgtype: 'link', link: { url } })])).toMatchObject([
      { type: 'unknown' },
    ])
    expect(createAvatar('https://shop.cn')(`https://shop.cn/${'a'.repeat(2_000)}`)).toBe(null)
  })

  it('what is shown as it came is not cut within a character', () => {
    for (const more of ['', 'x']) {
      const content = pieceOf({ type: 'odd', more: more + '😀'.repeat(1_000) })
      const raw = content?.type === 'unknown' ? content.raw : ''
      expect(raw).not.toMatch(/\p{Surrogate}/u)
      expect(raw).toMatch(/^.{498,500}$/)
    }
  })

  it('a moment keeps twenty people and departments, and every tag: tags say who may see it', () => {
    const lists = { user_list: many(300, String), department_list: many(30, String) }
    const job = WireJob.parse({
      id: 1,
      content: {
        text: { content: words(20_000) },
        attachments: many(25, (index) => ({ msgtype: 'image', image: { media_id: `m${index}` } })),
        visible_range: { sender_list: lists, external_contact_list: { tag_list: many(40, (index) => `t${index}`) } },
      },
    })
    const { body } = momentMapper.toRow(job, words(20_000), [])
    expect(body).toMatchObject({
      totals: { attachments: 25, 'visibleRange.users': 300, 'visibleRange.departments': 30 },
      visibleRange: { users: many(20, String), tags: many(40, (index) => `t${index}`) },
    })
    expect(sizes(body)).toEqual({ text: 10_000, list: 40 })
  })

  it('a moment’s title, of its first line, is not cut within a character', () => {
    const titleOf = (content: string) => {
      const body = momentMapper.toRow(WireJob.parse({ id: 1, content: { text: { content } } }), null, []).body
      return z.object({ title: z.string() }).parse(body).title
    }
    expect(titleOf(`${'😀'.repeat(40)}\n快来`)).toBe(`${'😀'.repeat(29)}…`)
  })

  it('a push and a notice have titles that fit', () => {
    const push = toPushBody(WirePush.parse({ id: 1, task_name: words(5_000), date: words(5_000), content_list: null }))
    expect(sizes(push)).toEqual({ text: 200, list: 0 })
    const notice = toNoticeBody(WireNotice.parse({ id: 1, body: { head: words(300) } }), false, () => null)
    expect(notice).toMatchObject({ title: `${words(199)}…`, detail: words(300) })
  })
})
