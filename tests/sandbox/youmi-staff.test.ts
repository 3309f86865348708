import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { startYoumiCaller, type YoumiCaller } from './support/youmi-caller.ts'

let caller: YoumiCaller
beforeEach(async () => {
  caller = await startYoumiCaller()
})
afterEach(() => caller.vendor.close())

const operation = 'System/GetStaffList'
const everybody = { departId: -1, departGroupId: -1, staffState: 1 }
const Staff = z.array(z.strictObject({ staffCode: z.string(), staffName: z.string(), departName: z.string() }))
const staff = async (body: object = everybody) => Staff.parse((await caller.ask(operation, body)).values)

test('tells everybody who has a 工号, at once', async () => {
  const all = await staff()
  expect(all).toContainEqual({ staffCode: 'b08', staffName: '孟祥宇', departName: '渝南销售部' })
  expect(all).toContainEqual({ staffCode: 'b06', staffName: '冉启明', departName: '渝南销售部' })
  const codes = all.map(({ staffCode }) => staffCode)
  expect(codes).toEqual(expect.arrayContaining(['W-0019', '0001', 'b131', 'B131']))
  expect(new Set(codes).size).toBe(codes.length)
})

test('has two people of the name of somebody whose 工号 nobody knows', async () => {
  const twins = (await staff()).filter(({ staffName }) => staffName === '周伟')
  expect(twins.map(({ departName }) => departName)).toEqual(['督导组', '渝北销售部'])
})

test('leaves closed accounts out where only valid ones are asked for', async () => {
  const codesOf = async (staffState: number) => (await staff({ ...everybody, staffState })).map((one) => one.staffCode)
  expect(await codesOf(1)).toContain('b22')
  expect(await codesOf(0)).not.toContain('b22')
  expect(await codesOf(0)).toContain('b86')
})

test.each([{}, { departId: -1, departGroupId: -1 }, { ...everybody, staffState: 2 }, { ...everybody, departId: '-1' }])(
  '%j is refused with 200012',
  async (body) => {
    expect(await caller.ask(operation, body)).toMatchObject({ succeed: false, errmsg: 200_012 })
  },
)

test('wants a token, as the todos do', async () => {
  expect((await caller.post(operation, everybody, { Authorization: 'Bearer none' })).status).toBe(401)
})

test('may be a server error, or use the names of other reports', async () => {
  caller.vendor.setQuirks({ reportNames: true })
  const { values } = await caller.ask(operation, everybody)
  expect(values).toContainEqual({ ad_staff_code: 'b08', ad_staff_name: '孟祥宇', depart_name: '渝南销售部' })
  caller.vendor.setQuirks({ withoutStaffList: true })
  expect(await caller.ask(operation, everybody)).toMatchObject({ succeed: false, errmsg: 200_011 })
})
