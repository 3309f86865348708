import type { FastifyInstance, FastifyRequest } from 'fastify'
import { jsonBody } from '../body.ts'
import { send } from '../vendor-faults.ts'
import type { SimulatedReply } from '../voice.ts'
import type { GroupRow, User, UserRow } from './entities.ts'
import { filterOf, pageOf, userFilterOf } from './questions.ts'
import { checkSignature, type Credentials } from './signature.ts'
import { failure, Refusal } from './voice.ts'

/** Ways in which 探马 may answer unexpectedly; all off by default. */
export interface TanmaQuirks {
  /** `totalCount` and `totalPage` grow by one group from the second page on. */
  shiftingTotal: boolean
  /** The first group of each page is broken. */
  badRow: boolean
  /** The first task of each group is broken. */
  badTask: boolean
  /** Employees come with the WeCom userid to which they are bound. */
  bindings: boolean
  /** The query for employees does not exist here. */
  withoutUsers: boolean
}

export const noQuirks = (): TanmaQuirks => ({
  shiftingTotal: false,
  badRow: false,
  badTask: false,
  bindings: false,
  withoutUsers: false,
})

export interface TanmaState {
  groups: Map<string, GroupRow>
  users: UserRow[]
  quirks: TanmaQuirks
}

export interface RouteDeps {
  state: TanmaState
  credentials: Credentials
  clock: () => number
  /** How far a timestamp may differ from the current time. */
  toleranceMs: number
}

function told(rows: GroupRow[], { badRow, badTask }: TanmaQuirks): object[] {
  return rows.map(({ group }, index) => {
    if (badRow && index === 0) return Object.assign(structuredClone(group), { chatId: null, tasks: '无' })
    const [first, ...rest] = group.tasks
    return badTask && first ? Object.assign({}, group, { tasks: [{ title: first.title }, ...rest] }) : group
  })
}

function getGroupList(body: Record<string, unknown>, { groups, quirks }: TanmaState): object {
  const { pageNo, pageSize } = pageOf(body)
  const matches = [...groups.values()]
    .filter(filterOf(body))
    .sort((one, other) => (one.group.createTimeGroup < other.group.createTimeGroup ? 1 : -1))
  const totalCount = matches.length + (quirks.shiftingTotal && pageNo > 1 ? 1 : 0)
  const result = told(matches.slice((pageNo - 1) * pageSize, pageNo * pageSize), quirks)
  return { totalCount, totalPage: Math.ceil(totalCount / pageSize), pageNo, pageSize, result }
}

function userOf({ user, userid }: UserRow, { bindings }: TanmaQuirks): User {
  return bindings && userid !== null ? { ...user, qwUserId: userid } : user
}

function getUsers(body: Record<string, unknown>, { users, quirks }: TanmaState): object {
  if (quirks.withoutUsers) throw new Refusal(-1, '接口不存在')
  const { pageNo, pageSize } = pageOf(body)
  const matches = users.filter(userFilterOf(body))
  const rows: object[] = matches.slice((pageNo - 1) * pageSize, pageNo * pageSize).map((row) => userOf(row, quirks))
  const result = quirks.badRow && rows[0] ? [{ ...rows[0], salesId: null }, ...rows.slice(1)] : rows
  return { totalCount: matches.length, totalPage: Math.ceil(matches.length / pageSize), pageNo, pageSize, result }
}

/** Registers the list of groups and that of employees. */
export function registerTanma(app: FastifyInstance, { state, credentials, clock, toleranceMs }: RouteDeps): void {
  function answer(request: FastifyRequest, query: typeof getUsers): SimulatedReply {
    try {
      checkSignature(request, credentials, { now: clock(), toleranceMs })
      const body = jsonBody(request)
      if (!body) throw new Refusal(-1, '请求体不是JSON')
      return { body: { code: 0, message: 'success', data: query(body, state) } }
    } catch (error) {
      if (error instanceof Refusal) return failure(error.code, error.message)
      throw error
    }
  }

  for (const [path, query] of Object.entries({ 'groupSop/getGroupList': getGroupList, 'get-users': getUsers })) {
    const operation = path.slice(path.indexOf('/') + 1)
    app.post(`/api/v3/${path}`, { config: { operation } }, async (request, reply) =>
      send(reply, answer(request, query)),
    )
  }
}
