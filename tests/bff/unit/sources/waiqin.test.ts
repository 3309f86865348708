import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { FieldTask } from '#contract/field-task'
import { createClient } from '../../../../src/bff/sources/waiqin/client.ts'
import { toFieldTask } from '../../../../src/bff/sources/waiqin/to-field-task.ts'
import { digestOf } from '../../../../src/bff/sources/waiqin/sign.ts'
import { toCustomerRow } from '../../../../src/bff/sources/waiqin/map-customer.ts'
import { toTaskRow, toTypeRow, TaskBody } from '../../../../src/bff/sources/waiqin/map.ts'
import { creationTimesOf, creationWindowsOf, incrementsOf } from '../../../../src/bff/sources/waiqin/windows.ts'
import { WireCustomer, WireTask, WireType } from '../../../../src/bff/sources/waiqin/wire.ts'
import { readFixture } from '../../../support/read-fixture.ts'
import { fakeHttp, type Sent } from '../../../support/fake-http.ts'
import { clockOf } from '../../../support/clock.ts'

const Rows = z.array(z.record(z.string(), z.unknown()))
const [sample = {}] = Rows.parse(readFixture('waiqin.query-task.data'))
const rowOf = (patch: object = {}) => toTaskRow(WireTask.parse({ ...sample, ...patch }))
const names = { types: new Map(), customers: new Map([['7269195022934925565', '晓雨便利店']]) }
const now = Date.parse('2020-11-26T00:00:00+08:00')
const taskOf = (patch: object = {}, staffId: string | null = null) =>
  toFieldTask(TaskBody.parse(rowOf(patch).body), names, { staffId, now })

beforeAll(() => {
  process.env['TZ'] = 'America/New_York'
})

describe('the digest', () => {
  it('equals the vector of the vendor, whose body is not even JSON', () => {
    const body = '{"org_id":"ORG001","org_name":"南京掌控网络","org_parent_id":"","org_sequence":001}'
    expect(digestOf(body, 'BFCO0PAgIUgd50c0l6', '20150806142836')).toBe('74267bf0cae0998a719879ec9b3c7780')
  })

  it('equals the vector of a query', () => {
    const digest = digestOf('{"page":"1","rows":"1000"}', 'test-appkey-000001', '20240807153000')
    expect(digest).toBe('95fc04b1599191e33ca2619000f5aa96')
  })
})

describe('a task of 勤策', () => {
  it('keeps every field of the sample that a person can use', () => {
    expect(FieldTask.parse(taskOf({}, '4622857986008792650'))).toEqual({
      id: 'waiqin:10001',
      source: 'waiqin',
      kind: 'field_task',
      contact: null,
      title: '任务内容',
      detail: null,
      status: 'submitted',
      dueAt: '2020-11-25T10:10:00+08:00',
      createdAt: '2020-11-19T10:33:00+08:00',
      overdue: false,
      url: null,
      mine: true,
      customer: { id: '7269195022934925565', name: '晓雨便利店' },
      stage: 'submitted',
      stageRaw: '1',
      type: { id: '10001', name: null, isPictureRequired: null, isAlbumPermitted: null },
      onSite: 'on_site',
      creator: { id: '4622857986008792650', name: 'lm' },
      receivers: [{ id: '4622857986008792650', name: 'lm' }],
      sourceName: '任务来源1',
      achievement: null,
      modifiedAt: '2020-12-09T15:02:00+08:00',
      feedback: [
        { content: '第二次反馈', at: '2023-04-28T11:22:00+08:00', visitId: '6424234433752332003' },
        { content: '第一次反馈', at: '2023-04-28T11:21:00+08:00', visitId: '6881395042783735132' },
        { content: '最后一次反馈内容', at: '2020-11-19T10:33:00+08:00', visitId: null },
      ],
      visitId: '10001',
    })
  })

  it('reads times without a zone as those of China, whatever the zone of the server', () => {
    expect(new Date('2020-11-19T00:00').getTimezoneOffset()).toBe(300)
    expect(rowOf().modifiedAt).toBe(Date.parse('2020-12-09T15:02:00+08:00'))
  })

  it.each([1, '1'])('is alive with status %j', (status) => {
    expect(rowOf({ status }).isDeleted).toBe(false)
  })

  it.each([0, '0'])('is deleted with status %j', (status) => {
    expect(rowOf({ status }).isDeleted).toBe(true)
  })

  it.each([
    ['0', 'open', 'waiting', true],
    [0, 'open', 'waiting', true],
    ['1', 'submitted', 'submitted', false],
    ['2', 'done', 'accepted', false],
    ['3', 'open', 'rework', true],
    ['8', 'unknown', 'unknown', false],
    ['constructor', 'unknown', 'unknown', false],
  ])('reads task_status %j as %s', (task_status, status, stage, overdue) => {
    expect(taskOf({ task_status })).toMatchObject({ status, stage, stageRaw: String(task_status), overdue })
  })

  it('keeps all 19 digits of an id, and refuses a number that has lost some', () => {
    const task_id = '7269195022934925565'
    expect(rowOf({ task_id }).taskId).toBe(task_id)
    expect(WireTask.safeParse({ ...sample, task_id: JSON.parse(task_id) }).success).toBe(false)
  })

  it('has no id and no text that a database would refuse', () => {
    expect(WireTask.safeParse({ ...sample, task_id: 'a\u0001b' }).success).toBe(false)
    expect(WireTask.parse({ ...sample, task_content: 'a\0b' }).task_content).toBe('ab')
  })

  it('does without the fields that the page documents and the sample lacks', () => {
    const { receivers: _receivers, creator: _creator, feedback_detail: _detail, ...rest } = sample
    expect(toTaskRow(WireTask.parse(rest))).toMatchObject({ staffIds: [], people: [] })
  })

  it('is addressed to receivers and creator, each once', () => {
    const receivers = [
      { id: '1', name: '甲', source_code: 'jia' },
      { id: '2', name: '乙' },
    ]
    const row = rowOf({ receivers, creator: { id: '1', name: '甲' } })
    expect(row.staffIds).toEqual(['1', '2'])
    expect(row.people[0]).toEqual({ id: '1', name: '甲', sourceCode: 'jia' })
  })

  it('is titled by its first line and keeps the rest, however long', () => {
    const task_content = `盘点冰柜\n${'细'.repeat(500)}`
    expect(taskOf({ task_content })).toMatchObject({ title: '盘点冰柜', detail: task_content })
  })

  it('is titled by its type where it has no words', () => {
    const types = new Map([['10001', { name: '陈列检查', isPictureRequired: true, isAlbumPermitted: false }]])
    const body = TaskBody.parse(rowOf({ task_content: '' }).body)
    const task = toFieldTask(body, { ...names, types }, { staffId: null, now })
    expect(task).toMatchObject({ title: '陈列检查', type: { name: '陈列检查', isAlbumPermitted: false } })
  })

  it('reads the stray colon that the page has in the time of the latest feedback', () => {
    const [, , latest] = taskOf({ latest_feedback_time: '2020-11-19 10:33:' }).feedback
    expect(latest?.at).toBe('2020-11-19T10:33:00+08:00')
  })

  it('tells the latest feedback once where the history has it, too', () => {
    expect(taskOf({ latest_feedback_content: '第二次反馈' }).feedback).toHaveLength(2)
  })
})

describe('types and customers of 勤策', () => {
  it('reads the sample of a type', () => {
    const [type] = Rows.parse(readFixture('waiqin.query-task-type.data'))
    expect(toTypeRow(WireType.parse(type))).toEqual({
      typeId: '6067108969643484875',
      body: { name: 'test-不允许从相册选取', isPictureRequired: false, isAlbumPermitted: false },
    })
  })

  it('reads several managers and several contact persons of a customer, phones as digits', () => {
    const wire = WireCustomer.parse({
      id: '1200235510200010120',
      cm_name: '苏果',
      cm_tel: '025-8888 6666',
      cm_manager_id: '11, 12',
      cm_linkman_name: '',
      cm_linkman_mobile: '+86 138-0000-1111',
      linkmans: [{ cm_linkman_name: '张三', cm_linkman_mobile: '13900002222' }],
    })
    expect(toCustomerRow(wire)).toEqual({
      customerId: '1200235510200010120',
      name: '苏果',
      managerIds: ['11', '12'],
      phones: ['02588886666', '13800001111', '13900002222'],
      body: { linkman: '张三', address: null },
    })
  })
})

describe('the windows of creation days', () => {
  const startedAt = Date.parse('2026-03-10T00:30:00+08:00')
  const ofCreation = (since: string | null, oldest: string | null = null) =>
    creationWindowsOf({ startedAt, since, oldest })

  it('cover every day since the beginning in pieces of at most 31 days, of which neighbours share one', () => {
    expect(ofCreation('2025-12-20')).toEqual([
      { by: 'create', from: '2026-03-08', to: '2026-03-10' },
      { by: 'create', from: '2026-02-06', to: '2026-03-08' },
      { by: 'create', from: '2026-01-07', to: '2026-02-06' },
      { by: 'create', from: '2025-12-20', to: '2026-01-07' },
    ])
  })

  it.each([
    ['2026-03-10', [['2026-03-10', '2026-03-10']]],
    ['2026-03-08', [['2026-03-08', '2026-03-10']]],
    [
      '2026-03-07',
      [
        ['2026-03-08', '2026-03-10'],
        ['2026-03-07', '2026-03-08'],
      ],
    ],
    ['2026-03-11', []],
  ])('are these since %s', (since, windows) => {
    expect(ofCreation(since).map(({ from, to }) => [from, to])).toEqual(windows)
  })

  it('are the same tomorrow, but for the newest', () => {
    const tomorrow = creationWindowsOf({ startedAt: startedAt + 86_400_000, since: null, oldest: null })
    expect(tomorrow.slice(1)).toEqual(ofCreation(null).slice(1))
  })

  it('go three years back where nobody says how far, and never lose one that was read', () => {
    const oldest = ofCreation(null).at(-1)?.from ?? ''
    expect(oldest > '2023-02-08' && oldest <= '2023-03-10').toBe(true)
    expect(ofCreation(null, '2020-03-09').at(-1)?.from).toBe('2020-03-09')
  })

  it('hold each time of creation once', () => {
    const times = ofCreation('2025-12-20').map(creationTimesOf).reverse()
    expect(times[0]?.from).toBe(Date.parse('2025-12-20T00:00:00+08:00'))
    expect(times.slice(1).map(({ from }) => from)).toEqual(times.slice(0, -1).map(({ to }) => to))
    expect(times.at(-1)?.to).toBe(Date.parse('2026-03-11T00:00:00+08:00'))
  })
})

describe('the increments of a pass', () => {
  const startedAt = Date.parse('2026-03-10T00:30:00+08:00')
  const at = (text: string) => Date.parse(`${text}:00+08:00`)
  const firstDay = (watermark: string, passedAt: string | null) => {
    const last = { watermark: at(watermark), passedAt: passedAt === null ? null : at(passedAt) }
    return incrementsOf({ startedAt, ...last })
  }

  it('overlap the last pass by a day, which is a day of China', () => {
    expect(firstDay('2026-03-09T23:59', '2026-03-09T23:59')).toEqual([
      { by: 'modify', from: '2026-03-08', to: '2026-03-10' },
      { by: 'create', from: '2026-03-08', to: '2026-03-10' },
    ])
  })

  it('begin with the day of the newest known change, where that is earlier', () => {
    expect(firstDay('2026-03-05T10:00', '2026-03-09T23:59')[0]?.from).toBe('2026-03-05')
  })

  it('begin the day before it, where it is not known when the last pass was', () => {
    expect(firstDay('2026-03-05T10:00', null)[0]?.from).toBe('2026-03-04')
  })

  it('are few windows, however long nothing has changed', () => {
    const windows = firstDay('1970-01-01T08:00', '2026-03-09T23:59')
    expect(windows).toHaveLength(6)
    expect(windows[2]).toMatchObject({ by: 'modify', from: '2025-12-10' })
  })
})

describe('the client', () => {
  const calls: Sent[] = []
  const clientOf = (answer: object) => {
    const http = fakeHttp((call) => {
      calls.push(call)
      return answer
    })
    const config = { apiUrl: 'http://waiqin.test', openid: '8412600713655280641', appKey: 'the-app-key', since: null }
    const log = { info: () => undefined, warn: () => undefined }
    return createClient({ config, http, log, clock: clockOf(() => Date.parse('2024-08-07T07:30:00Z')) })
  }
  const day = { by: 'modify', from: '2024-08-01', to: '2024-08-07' } as const
  const ask = (answer: object) => clientOf(answer).tasks(day, 2, new AbortController().signal)

  it('sends numbers as text, and the time of China in the path', async () => {
    await ask({ return_code: '0', response_data: '[]' })
    const { url = '', body = '' } = calls.at(-1) ?? {}
    const [openid, stamp, digest] = url.split('/').slice(7)
    expect(JSON.parse(body)).toEqual({
      modify_date_from: '2024-08-01',
      modify_date_to: '2024-08-07',
      page: '2',
      rows: '1000',
    })
    expect([openid, stamp]).toEqual(['8412600713655280641', '20240807153000'])
    expect(digest).toBe(digestOf(body, 'the-app-key', '20240807153000'))
  })

  it.each(['0', 0])('takes return_code %j for a success', async (return_code) => {
    expect(await ask({ return_code, response_data: JSON.stringify([sample]) })).toMatchObject({ size: 1 })
  })

  it.each([
    ['JSON text', JSON.stringify([sample]), 1],
    ['a list', [sample], 1],
    ['no text', '', 0],
    ['an empty list as text', '[]', 0],
    ['nothing', null, 0],
    ['missing', undefined, 0],
    ['nothing as text', 'null', 0],
    ['an empty object', {}, 0],
    ['an empty object as text', ' {} ', 0],
    ['a list in a text in a text', '"[]"', 0],
    ['an object of rows', { 0: sample, 2: sample }, 2],
  ])('reads response_data that is %s', async (_kind, response_data, size) => {
    expect(await ask({ return_code: '0', response_data })).toMatchObject({ size })
  })

  it.each([['broken [{'], ['系统繁忙'], ['{"a":1}'], [{ rows: [] }], [7], [true]])(
    'cannot read response_data %j',
    async (response_data) => {
      const reading = ask({ return_code: '0', response_data })
      await expect(reading).rejects.toMatchObject({ reason: 'unreadable', detail: 'response_data: not a list' })
    },
  )

  it.each(['1', 1, '40001'])('takes return_code %j for a refusal, though the data is empty', async (return_code) => {
    const reading = ask({ return_code, return_msg: 'x', response_data: '' })
    await expect(reading).rejects.toMatchObject({ reason: 'refused', vendorCode: String(return_code) })
  })
})
