import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import page from '../../src/sandbox/seeds/yunzhong.get-friends-job-list.json' with { type: 'json' }
import { cast } from '../../src/sandbox/world/cast.ts'
import { yunzhongTenant } from '../../src/sandbox/vendors/yunzhong/index.ts'
import { Paginator, startYunzhongCaller, type YunzhongCaller } from './support/yunzhong-caller.ts'

let caller: YunzhongCaller
beforeEach(async () => {
  caller = await startYunzhongCaller()
  await caller.signInAs(yunzhongTenant.mobile, yunzhongTenant.password)
})
afterEach(() => caller.vendor.close())

const Jobs = z.object({ record_list: Paginator, wait_count: z.int(), finish_count: z.int(), job_total: z.int() })
const sop = (operation: string, body: object = {}) => caller.post(`plugin/SopTask/${operation}`, body)
const tasks = async (body: object) => Paginator.parse((await sop('getTaskList', body)).data)
const jobs = async (body: object) => Jobs.parse((await sop('getFriendsJobList', body)).data)
const people = async (body: object) =>
  z.object({ record_list: Paginator }).parse((await sop('getFriendsJobDetailsList', body)).data).record_list
const dailyTask = 11

describe('getTaskList', () => {
  test('tells the SOPs of one kind, fifteen a page', async () => {
    const first = await tasks({ task_type: 5, page: 1 })
    const second = await tasks({ task_type: 5, page: '2' })
    expect(first).toMatchObject({ current_page: 1, per_page: 15, from: 1, to: 15, last_page: 2, prev_page_url: null })
    expect(first.next_page_url).toMatch(/^http:\/\/.*getTaskList\?page=2$/)
    expect(second).toMatchObject({ current_page: 2, from: 16, next_page_url: null })
    const types = [...first.data, ...second.data].map(({ task_type }) => task_type)
    expect(types).toEqual(Array.from({ length: first.total }, () => 5))
  })

  test('tells all kinds where none is named, and finds by name', async () => {
    const { total } = await tasks({})
    expect(total).toBeGreaterThan((await tasks({ task_type: 5 })).total)
    expect((await tasks({ search: { task_name: '早安' } })).data).toMatchObject([{ id: dailyTask, is_open: 1 }])
  })

  test('a page beyond the last is empty, and what is no page is the first', async () => {
    expect(await tasks({ task_type: 5, page: 9 })).toMatchObject({
      data: [],
      from: null,
      to: null,
      next_page_url: null,
    })
    expect(await tasks({ task_type: 5, page: 'x' })).toMatchObject({ current_page: 1 })
  })

  test('is POST alone', async () => {
    expect(await caller.get('plugin/SopTask/getTaskList')).toMatchObject({ result: 0, msg: '不存在的接口' })
  })
})

describe('getFriendsJobList', () => {
  test('the jobs of the vendor’s page come word for word, with its sums', async () => {
    const { record_list, ...sums } = await jobs({ task_id: 5 })
    const { record_list: told, ...toldSums } = page.data
    expect(record_list.data).toEqual(told.data)
    expect(sums).toEqual(toldSums)
    expect(record_list).toMatchObject({ from: 1, to: 2, total: 2, per_page: 15, last_page: 1, next_page_url: null })
  })

  test('sums are of people over all pages', async () => {
    const first = await jobs({ task_id: dailyTask })
    const second = await jobs({ task_id: dailyTask, page: 2 })
    expect([first.record_list.data.length, second.record_list.data.length]).toEqual([15, 3])
    expect(second).toMatchObject({ wait_count: first.wait_count, job_total: first.job_total })
    const total = (field: string) =>
      [...first.record_list.data, ...second.record_list.data].reduce((sum, row) => sum + Number(row[field]), 0)
    expect(total('moment_total')).toBe(first.job_total)
    expect(total('moment_finish_count')).toBe(first.finish_count)
    expect(total('moment_wait_count')).toBe(first.wait_count)
  })

  test('a day narrows it, in JSON and in a form', async () => {
    const { record_list } = await jobs({ task_id: dailyTask, search: { date: '2024-08-06' } })
    expect(record_list.data).toMatchObject([{ created_at: expect.stringMatching(/^2024-08-06 /) }])
    const body = new URLSearchParams({ task_id: String(dailyTask), 'search[date]': '2024-08-06' })
    const response = await caller.ask('/business/6/plugin/SopTask/getFriendsJobList', { method: 'POST', body })
    expect(await response.json()).toMatchObject({ data: { record_list: { data: record_list.data } } })
  })

  test('without a task_id it is refused', async () => {
    expect(await sop('getFriendsJobList')).toEqual({ result: 0, msg: '参数错误', data: [] })
  })

  test('a job is for all customers, or for tags that WeCom knows by the same ids', async () => {
    const all = caller.vendor.jobsOf(cast.salesperson)
    const tags = all.flatMap(({ content }) => content.visible_range.external_contact_list.tag_list)
    const chen = caller.world.contacts.find(({ externalUserId }) => externalUserId === cast.seedContact)
    const own = chen?.follows[0]?.tags.map(({ tagId }) => tagId) ?? []
    expect(own.filter((tagId) => tags.includes(tagId)).length).toBeGreaterThan(0)
    const known = new Set(
      caller.world.contacts.flatMap(({ follows }) => follows[0]?.tags.map(({ tagId }) => tagId) ?? []),
    )
    expect(tags.every((tagId) => known.has(tagId))).toBe(true)
    const isForOthers = tags.some((tagId) => !own.includes(tagId))
    expect(isForOthers).toBe(true)
  })

  test('one tag has one id, whoever has it', () => {
    const pairs = caller.world.contacts.flatMap(({ follows }) =>
      follows.flatMap(({ tags }) => tags.map(({ tagName, tagId }) => `${tagName} ${tagId}`)),
    )
    const names = new Set(pairs.map((pair) => pair.split(' ')[0]))
    expect(new Set(pairs).size).toBe(names.size)
    expect(new Set(pairs.map((pair) => pair.split(' ')[1])).size).toBe(names.size)
  })

  test('badRow breaks the first row alone', async () => {
    caller.vendor.setQuirks({ badRow: true })
    expect((await jobs({ task_id: 5 })).record_list.data).toMatchObject([{ id: null }, { id: 2 }])
  })
})

describe('getFriendsJobDetailsList', () => {
  test('tells who has published, as many as the job says', async () => {
    const { data } = await people({ job_id: 2 })
    expect(data.map(({ user_id, status, status_name }) => [user_id, status, status_name])).toEqual([
      ['mengxiangyu', 1, '已完成'],
      ['linxiaomei', 1, '已完成'],
      ['hejing', 1, '已完成'],
      ['zhouwei', 0, '未完成'],
    ])
    expect(data[0]).toMatchObject({ staff: { user_id: 'mengxiangyu', userid: 'mengxiangyu', name: '孟祥宇' } })
  })

  test('comes fifteen a page, by state and by name', async () => {
    const first = await people({ job_id: 101 })
    const second = await people({ job_id: 101, page: 2 })
    expect([first.data.length, second.data.length, first.total]).toEqual([15, 7, 22])
    const open = await people({ job_id: 101, search: { status: 0 } })
    const done = await people({ job_id: 101, search: { status: 1 } })
    expect(open.total + done.total).toBe(22)
    expect((await people({ job_id: 101, search: { keyword: '何静' } })).data).toMatchObject([{ user_id: 'hejing' }])
  })

  test('without a job_id it is refused, and an unknown job has nobody', async () => {
    expect(await sop('getFriendsJobDetailsList')).toMatchObject({ result: 0 })
    expect(await people({ job_id: 9999 })).toMatchObject({ total: 0, data: [] })
  })
})

test('jobs are added, published and removed', async () => {
  const id = caller.vendor.addJob({ taskId: 5, text: '新品', waiting: [cast.salesperson], finished: [cast.colleague] })
  const row = async () => (await jobs({ task_id: 5 })).record_list.data.find((each) => each['id'] === id)
  expect(await row()).toMatchObject({ moment_total: 2, moment_wait_count: 1, content: { text: { content: '新品' } } })
  caller.vendor.publishMoment(id, cast.salesperson)
  expect(await row()).toMatchObject({ moment_wait_count: 0, moment_finish_count: 2 })
  caller.vendor.removeJob(id)
  expect(await row()).toBeUndefined()
})
