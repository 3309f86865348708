import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { startWecomFixture, type WecomFixture } from './support/wecom-fixture.ts'

let fixture: WecomFixture
beforeEach(async () => {
  fixture = await startWecomFixture()
})
afterEach(() => fixture.wecom.close())

const refused = (errcode: number) => expect.objectContaining({ errcode })
const Departments = z.array(z.looseObject({ id: z.int(), parentid: z.int(), order: z.int() }))
const Members = z.array(z.strictObject({ userid: z.string(), name: z.string(), department: z.array(z.int()) }))

async function membersOf(department: number) {
  const { userlist } = await fixture.get('user/simplelist', { department_id: String(department) })
  return Members.parse(userlist)
}

async function idsBelow(query: Record<string, string> = {}): Promise<number[]> {
  const { department_id: ids } = await fixture.get('department/simplelist', query)
  return Departments.parse(ids).map(({ id }) => id)
}

describe('department/simplelist', () => {
  test('tells the departments of the visible range, without names', async () => {
    const { department_id: ids } = await fixture.get('department/simplelist')
    expect(ids).toContainEqual({ id: 211, parentid: 21, order: expect.any(Number) })
    expect(await idsBelow()).toHaveLength(20)
    expect(await idsBelow()).not.toContain(5)
  })

  test('tells a department and all below it', async () => {
    expect(await idsBelow({ id: '24' })).toEqual([24, 241, 242])
  })

  test('refuses an unknown department with 60003 and one that the app may not see with 60011', async () => {
    for (const operation of ['department/simplelist', 'department/list']) {
      expect(await fixture.get(operation, { id: '999' })).toEqual(refused(60003))
      expect(await fixture.get(operation, { id: '5' })).toEqual(refused(60011))
      expect(await fixture.get(operation, { id: 'x' })).toEqual(refused(40058))
    }
  })
})

describe('department/list', () => {
  test('tells their names, two of them the same', async () => {
    const { department } = await fixture.get('department/list')
    const names = z.array(z.looseObject({ name: z.string() })).parse(department)
    expect(names.filter(({ name }) => name === '大客户组')).toHaveLength(2)
    expect(names.map(({ name }) => name)).toEqual(expect.arrayContaining(['渝南销售部', '渝北销售部', '万州办事处']))
  })
})

describe('user/simplelist', () => {
  test('tells who is in a department, and not who is in one below it', async () => {
    const branch = await membersOf(24)
    expect(branch).toContainEqual({ userid: 'liuyang02', name: '刘洋', department: [24] })
    expect(branch.map(({ userid }) => userid)).not.toContain('tanxiaoyong')
    expect((await membersOf(241)).map(({ userid }) => userid)).toContain('tanxiaoyong')
  })

  test('tells somebody of two departments in each', async () => {
    const first = fixture.world.company.colleagues.find(({ departments }) => departments.length === 2)
    for (const id of first?.departments ?? [])
      expect((await membersOf(id)).map(({ userid }) => userid)).toContain(first?.userid)
    expect(first?.departments).toHaveLength(2)
  })

  test('forgets who was deleted or hidden', async () => {
    await fixture.wecom.deleteMember('tanxiaoyong')
    await fixture.wecom.hideMember('xianglihua')
    const left = (await membersOf(241)).map(({ userid }) => userid)
    expect(left).not.toContain('tanxiaoyong')
    expect(left).not.toContain('xianglihua')
  })

  test('refuses an unknown department with 60123, one that the app may not see with 60011, and none with 40058', async () => {
    expect(await fixture.get('user/simplelist', { department_id: '999' })).toEqual(refused(60123))
    expect(await fixture.get('user/simplelist', { department_id: '8' })).toEqual(refused(60011))
    expect(await fixture.get('user/simplelist')).toEqual(refused(40058))
  })
})

test('whom the app sees by name alone are told by user/get, with their department', async () => {
  const [administrator = ''] = fixture.world.company.administrators
  expect(await fixture.get('user/get', { userid: administrator })).toMatchObject({ name: '王芳', department: [8] })
  const hidden = fixture.world.company.colleagues.find(({ departments }) => departments.includes(51))
  expect(await fixture.get('user/get', { userid: hidden?.userid ?? '' })).toEqual(refused(60111))
})
