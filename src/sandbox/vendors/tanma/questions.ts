import { chinaTime } from '../china-time.ts'
import type { GroupRow, UserRow } from './entities.ts'
import { Refusal } from './voice.ts'

type Body = Record<string, unknown>
type Test = (row: GroupRow) => boolean

const wrong = (name: string) => new Refusal(-1, `参数${name}错误`)

function positive(body: Body, name: string): number | null {
  const value = body[name]
  if (value === undefined || value === null) return null
  if (!Number.isSafeInteger(value) || Number(value) < 1) throw wrong(name)
  return Number(value)
}

export function pageOf(body: Body): { pageNo: number; pageSize: number } {
  return { pageNo: positive(body, 'pageNo') ?? 1, pageSize: positive(body, 'pageSize') ?? 10 }
}

function textOf(body: Body, name: string): string {
  const { [name]: value = '' } = body
  if (typeof value !== 'string') throw wrong(name)
  return value
}

function timeOf(body: Body, name: string): number | null {
  const value = body[name]
  if (value === undefined || value === null || value === '') return null
  const at = typeof value === 'string' ? chinaTime(value) : Number.NaN
  if (Number.isNaN(at)) throw wrong(name)
  return at
}

function tagsOf(body: Body): number[] {
  const { tagGroupIds = [] } = body
  if (!Array.isArray(tagGroupIds)) throw wrong('tagGroupIds')
  return tagGroupIds.map(Number)
}

/** Filters by asking employee and the group's name, tag and creation time; 探马 has none by chat, member or state. */
export function filterOf(body: Body): Test {
  const userId = positive(body, 'userId')
  const keyword = textOf(body, 'keyword')
  const tags = tagsOf(body)
  const start = timeOf(body, 'startCreateTime')
  const end = timeOf(body, 'endCreateTime')
  const tests: Test[] = [
    ({ visibleTo }) => userId === null || visibleTo.includes(String(userId)),
    ({ group }) => group.chatName.includes(keyword),
    ({ tagGroupIds }) => tags.length === 0 || tags.some((tag) => tagGroupIds.includes(tag)),
    ({ group }) => start === null || chinaTime(group.createTimeGroup) >= start,
    ({ group }) => end === null || chinaTime(group.createTimeGroup) <= end,
  ]
  return (row) => tests.every((test) => test(row))
}

/** Employees by a part of their name; `deleted` 0 are those in use, 1 the others. */
export function userFilterOf(body: Body): (row: UserRow) => boolean {
  const { deleted = 0 } = body
  if (deleted !== 0 && deleted !== 1) throw wrong('deleted')
  const name = textOf(body, 'name')
  return ({ user, isDeleted }) => isDeleted === (deleted === 1) && user.name.includes(name)
}
