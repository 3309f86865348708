import { expect, it } from 'vitest'
import { UpstreamError } from '../../../../src/bff/errors.ts'
import { createSend } from '../../../../src/bff/wecom/call.ts'
import { maxPeople, maxSingle, readDirectory } from '../../../../src/bff/wecom/directory.ts'
import type { OnRead } from '../../../../src/bff/wecom/wecom.ts'
import { fakeHttp } from '../../../support/fake-http.ts'

const signal = new AbortController().signal

const departments: Record<string, object[]> = {
  '1': [{ userid: 'ZhangSan', name: '张三', department: [1, 2] }],
  '2': [
    { userid: 'ZhangSan', name: '张三', department: [1, 2] },
    { userid: 'lisi', name: '李四', department: [2] },
  ],
}
const whole: Record<string, object | ((query: URLSearchParams) => object)> = {
  'department/simplelist': {
    department_id: [
      { id: 1, parentid: 0 },
      { id: 2, parentid: 1 },
    ],
  },
  'department/list': {
    department: [
      { id: 1, name: '渝南' },
      { id: 2, name: '销售部' },
    ],
  },
  'user/simplelist': (query) => ({ userlist: departments[query.get('department_id') ?? ''] ?? [] }),
  'user/get': (query) => (query.get('userid') === 'boss' ? { name: '老板', status: 1 } : { errcode: 60111 }),
  'externalcontact/get_follow_user_list': { follow_user: ['zhangsan', 'boss', 'hidden'] },
  'agent/get': { name: '侧边台', allow_userinfos: { user: [{ userid: 'boss' }] } },
}

function directoryOf(answers: typeof whole, onRead?: OnRead) {
  const http = fakeHttp(({ url }) => {
    const { pathname, searchParams } = new URL(url)
    const answer = answers[pathname.replace('/cgi-bin/', '')]
    if (answer === undefined) return { errcode: 48002, errmsg: 'api forbidden' }
    return { errcode: 0, ...(typeof answer === 'function' ? answer(searchParams) : answer) }
  })
  return readDirectory(createSend({ apiUrl: 'http://wecom.test', http }), '7', { signal, onRead })
}

it('is everybody in the departments, and whoever is visible by name, with those who may serve customers', async () => {
  const { members, ...rest } = await directoryOf(whole)
  expect(members).toEqual([
    { userid: 'ZhangSan', name: '张三', departments: ['销售部', '渝南'], hasCustomerRight: true },
    { userid: 'lisi', name: '李四', departments: ['销售部'], hasCustomerRight: false },
    { userid: 'boss', name: '老板', departments: [], hasCustomerRight: true },
  ])
  expect(rest).toEqual({ isCut: false, outside: 1, refused: [] })
})

it('names the departments above somebody’s own behind it, without the company, and ends in a circle', async () => {
  const department = [
    { id: 1, name: '公司', parentid: 0 },
    { id: 2, name: '南坪组', parentid: 3 },
    { id: 3, name: '渝南销售部', parentid: 1 },
  ]
  const departmentsOf = async (answer: object) =>
    (await directoryOf({ ...whole, 'department/list': answer })).members.map(({ departments: names }) => names)
  expect((await departmentsOf({ department })).slice(0, 2)).toEqual([
    ['南坪组', '公司', '渝南销售部'],
    ['南坪组', '渝南销售部'],
  ])
  const circle = department.map(({ id, name, parentid }) => ({ id, name, parentid: id === 3 ? 2 : parentid }))
  expect((await departmentsOf({ department: circle }))[1]).toEqual(['南坪组', '渝南销售部'])
})

it.each(Object.keys(whole))('goes on without %s, and says so', async (path) => {
  const { [path]: _, ...answers } = whole
  const { members, refused } = await directoryOf(answers)
  expect(refused).toEqual([path])
  expect(members.length).toBeGreaterThan(0)
})

it.each([
  ['department/simplelist', 'department_id'],
  ['user/simplelist', 'userlist'],
  ['externalcontact/get_follow_user_list', 'follow_user'],
])('is not told by an answer of %s without %s', async (path, field) => {
  expect((await directoryOf({ ...whole, [path]: {} })).refused).toEqual([path])
  expect((await directoryOf({ ...whole, [path]: { [field]: null } })).refused).toEqual([path])
  expect((await directoryOf({ ...whole, [path]: { [field]: [] } })).refused).toEqual([])
})

it('asks for so many one by one and no more, and says that there are others', async () => {
  let calls = 0
  const names = (kind: string, count: number) => Array.from({ length: count }, (_, index) => `${kind}${index}`)
  const answers = {
    ...whole,
    'externalcontact/get_follow_user_list': { follow_user: names('serving', maxSingle - 1) },
    'agent/get': { allow_userinfos: { user: names('named', 2).map((userid) => ({ userid })) } },
    'user/get': () => {
      calls += 1
      return { name: '某人', status: 1 }
    },
  }
  expect(await directoryOf(answers)).toMatchObject({ isCut: true, outside: 0 })
  expect(calls).toBe(maxSingle)
})

it('is cut where departments are left unread', async () => {
  const userlist = Array.from({ length: maxPeople }, (_, index) => ({ userid: `person${index}`, name: '某人' }))
  const { members, isCut } = await directoryOf({ ...whole, 'user/simplelist': { userlist } })
  expect([members.length, isCut]).toEqual([maxPeople, true])
})

it('is read again later where WeCom is not to be reached', async () => {
  const answers = {
    ...whole,
    'user/simplelist': () => {
      throw new UpstreamError({ source: 'wecom', operation: 'user/simplelist', reason: 'unreachable' })
    },
  }
  await expect(directoryOf(answers)).rejects.toMatchObject({ reason: 'unreachable' })
})

it('says after each department how many are read', async () => {
  const steps: number[][] = []
  await directoryOf(whole, async (read, of) => void steps.push([read, of]))
  expect(steps).toEqual([
    [1, 2],
    [2, 2],
  ])
})
