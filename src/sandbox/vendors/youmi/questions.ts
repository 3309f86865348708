import type { StaffMember, Todo } from './entities.ts'
import { Refusal } from './voice.ts'

type Body = Record<string, unknown>
type Test = (todo: Todo) => boolean

const badParameter = 200_012

function numberOf(body: Body, name: string): number | null {
  const value = body[name]
  if (value === undefined || value === null) return null
  if (!Number.isInteger(value)) throw new Refusal(badParameter)
  return Number(value)
}

function textOf(body: Body, name: string): string | null {
  const value = body[name]
  if (value === undefined || value === null) return null
  if (typeof value !== 'string') throw new Refusal(badParameter)
  return value
}

/** Page number and page size: both are required and start at 1. */
export function pageOf(body: Body): { offset: number; limit: number } {
  const index = numberOf(body, 'pageIndex') ?? 0
  const size = numberOf(body, 'pageSize') ?? 0
  if (index < 1 || size < 1) throw new Refusal(badParameter)
  return { offset: (index - 1) * size, limit: size }
}

/** Epoch seconds. 0 does not mean "no limit": the documentation's sample, all zeros, finds nothing. */
function timeTests(body: Body, [from, to]: [string, string], time: (todo: Todo) => number): Test[] {
  const start = numberOf(body, from)
  const end = numberOf(body, to)
  return [(todo) => start === null || time(todo) >= start * 1000, (todo) => end === null || time(todo) <= end * 1000]
}

function stateTest(body: Body): Test {
  const state = numberOf(body, 'usersate') ?? -1
  if (![-1, 0, 1].includes(state)) throw new Refusal(badParameter)
  return (todo) => state === -1 || todo.state === state
}

/** All three are required. -1 is every department, every group; others are not simulated, and find nobody. */
export function staffFilterOf(body: Body): (member: StaffMember) => boolean {
  const [depart, group, state] = ['departId', 'departGroupId', 'staffState'].map((name) => numberOf(body, name))
  if (depart === null || group === null || (state !== 0 && state !== 1)) throw new Refusal(badParameter)
  return ({ isStopped }) => depart === -1 && group === -1 && (state === 1 || !isStopped)
}

/** All filters of the list and the count; a todo must pass every one. */
export function filterOf(body: Body): Test {
  const creator = textOf(body, 'createStaff')
  const recipient = textOf(body, 'remindStaff')
  const accountId = numberOf(body, 'WecharId')
  const accountNumber = textOf(body, 'wechatNober')
  const id = numberOf(body, 'chargeDaffairesId')
  const tests: Test[] = [
    ...timeTests(body, ['startTimestamp', 'endTimestamp'], ({ addedAt }) => addedAt),
    ...timeTests(body, ['remindStartTimestamp', 'remindEndTimestamp'], ({ remindAt }) => remindAt),
    stateTest(body),
    (todo) => creator === null || todo.creator === creator,
    (todo) => recipient === null || todo.recipients.includes(recipient),
    (todo) => accountId === null || todo.account.id === accountId,
    (todo) => accountNumber === null || todo.account.number === accountNumber,
    (todo) => id === null || todo.id === id,
  ]
  return (todo) => tests.every((test) => test(todo))
}
