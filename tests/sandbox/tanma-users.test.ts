import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { startTanmaCaller, type TanmaCaller } from './support/tanma-caller.ts'

let caller: TanmaCaller
beforeEach(async () => {
  caller = await startTanmaCaller()
})
afterEach(() => caller.vendor.close())

const path = 'get-users'
const User = z.strictObject({
  salesId: z.string().regex(/^\d{15}$/),
  name: z.string(),
  departmentName: z.string(),
  qwUserId: z.string().optional(),
})
const Page = z.object({ totalCount: z.int(), totalPage: z.int(), result: z.array(User) })
const users = async (body: object = {}) => Page.parse((await caller.ask({ pageSize: 100, ...body }, { path })).data)

test('is signed as the other query is', async () => {
  expect(await caller.ask({}, { path, sign: '0'.repeat(64) })).toMatchObject({ code: 1002 })
})

test('tells each employee once, by pages', async () => {
  const { totalCount, totalPage, result } = await users({ pageSize: 30 })
  expect(result).toHaveLength(30)
  const pages = await Promise.all(Array.from({ length: totalPage }, (_, at) => users({ pageSize: 30, pageNo: at + 1 })))
  const ids = pages.flatMap((page) => page.result.map(({ salesId }) => salesId))
  expect(new Set(ids).size).toBe(totalCount)
  expect((await users({ pageNo: totalPage + 1 })).result).toEqual([])
})

test('finds by a part of the name, and who was deleted by asking for them', async () => {
  expect((await users({ name: '孟祥' })).result).toEqual([
    { salesId: '451653062381760', name: '孟祥宇', departmentName: '渝南销售部' },
  ])
  const deleted = (await users({ deleted: 1 })).result.map(({ salesId }) => salesId)
  expect(deleted.length).toBeGreaterThan(0)
  const inUse = new Set((await users({ deleted: 0 })).result.map(({ salesId }) => salesId))
  expect(deleted.filter((id) => inUse.has(id))).toEqual([])
})

test('owners of groups are among them', async () => {
  const known = new Set((await users()).result.map(({ salesId }) => salesId))
  const { result } = await caller.list({ pageSize: 100 })
  expect(result.filter(({ salesId }) => !known.has(salesId))).toEqual([])
})

test('tells the WeCom userid where the version does, and may not be there at all', async () => {
  caller.vendor.setQuirks({ bindings: true })
  expect((await users({ name: '孟祥宇' })).result).toMatchObject([{ qwUserId: 'mengxiangyu' }])
  expect((await users({ name: '渠道实习生' })).result[0]).not.toHaveProperty('qwUserId')
  caller.vendor.setQuirks({ withoutUsers: true })
  expect(await caller.ask({}, { path })).toMatchObject({ code: -1 })
})

test('may come with a first row that has no id', async () => {
  caller.vendor.setQuirks({ badRow: true })
  const { data } = await caller.ask({ pageSize: 2 }, { path })
  expect(data).toMatchObject({ result: [{ salesId: null }, { salesId: expect.any(String) }] })
})
