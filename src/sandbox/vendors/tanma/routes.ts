import type { FastifyInstance, FastifyRequest } from 'fastify'
import { jsonBody } from '../body.ts'
import { send } from '../vendor-faults.ts'
import type { SimulatedReply } from '../voice.ts'
import type { GroupRow } from './entities.ts'
import { filterOf, pageOf } from './questions.ts'
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
}

export const noQuirks = (): TanmaQuirks => ({ shiftingTotal: false, badRow: false, badTask: false })

export interface TanmaState {
  groups: Map<string, GroupRow>
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

/** Registers 探马's only query. */
export function registerTanma(app: FastifyInstance, { state, credentials, clock, toleranceMs }: RouteDeps): void {
  function answer(request: FastifyRequest): SimulatedReply {
    try {
      checkSignature(request, credentials, { now: clock(), toleranceMs })
      const body = jsonBody(request)
      if (!body) throw new Refusal(-1, '请求体不是JSON')
      return { body: { code: 0, message: 'success', data: getGroupList(body, state) } }
    } catch (error) {
      if (error instanceof Refusal) return failure(error.code, error.message)
      throw error
    }
  }

  app.post('/api/v3/groupSop/getGroupList', { config: { operation: 'getGroupList' } }, async (request, reply) =>
    send(reply, answer(request)),
  )
}
