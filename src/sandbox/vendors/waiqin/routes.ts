import type { FastifyInstance, FastifyRequest } from 'fastify'
import { jsonBody, rawBody } from '../body.ts'
import { send } from '../vendor-faults.ts'
import {
  customerPageOf,
  customerStatusOf,
  employeePageOf,
  employeeTest,
  pageOf,
  typeIdsOf,
  windowOf,
} from './questions.ts'
import { dataOf, type WaiqinQuirks } from './quirks.ts'
import { checkSignature, type Credentials, type SignedPath } from './signature.ts'
import type { WaiqinStore } from './store.ts'
import { envelope, Refusal } from './voice.ts'

export interface WaiqinState {
  store: WaiqinStore
  quirks: WaiqinQuirks
}

export interface RouteDeps {
  state: WaiqinState
  credentials: Credentials
  clock: () => number
  /** How far a timestamp may differ from the current time. */
  toleranceMs: number
}

type Answer = (body: Record<string, unknown>, state: WaiqinState) => object[]

function queryTask(body: Record<string, unknown>, { store, quirks }: WaiqinState): object[] {
  const { page, rows } = pageOf(body)
  const question = { created: windowOf(body, 'create_date'), modified: windowOf(body, 'modify_date') }
  const step = quirks.overlap ? Math.max(1, rows - 1) : rows
  return store.tasks.page({ ...question, hidden: quirks.hidden }, (page - 1) * step, rows)
}

function queryTaskType(body: Record<string, unknown>, { store }: WaiqinState): object[] {
  const ids = typeIdsOf(body)
  return store.types.filter(({ type_id }) => !ids || ids.includes(type_id))
}

function queryCustomer(body: Record<string, unknown>, { store }: WaiqinState): object[] {
  const { page, rows } = customerPageOf(body)
  return store.customerPage(customerStatusOf(body), (page - 1) * rows, rows)
}

function queryEmployee(body: Record<string, unknown>, { store, quirks }: WaiqinState): object[] {
  if (quirks.withoutEmployees) throw new Refusal('接口未授权')
  const { page, rows } = employeePageOf(body, quirks.shortPages ? 100 : 1000)
  return store.employees.filter(employeeTest(body)).slice((page - 1) * rows, page * rows)
}

const answers: Record<string, [path: string, answer: Answer]> = {
  queryTask: ['/api/cusTask/v1/queryTask', queryTask],
  queryTaskType: ['/api/cusTask/v1/queryTaskType', queryTaskType],
  queryCustomer: ['/api/customer/v1/queryCustomer', queryCustomer],
  queryEmployee: ['/api/employee/v3/queryEmployee', queryEmployee],
}

/** Registers the queries. The signature is part of the path; the status is always HTTP 200. */
export function registerWaiqin(app: FastifyInstance, { state, credentials, clock, toleranceMs }: RouteDeps): void {
  function reply(request: FastifyRequest<{ Params: SignedPath }>, answer: Answer) {
    const { msgId } = request.params
    try {
      checkSignature(request, credentials, { now: clock(), toleranceMs })
      const body = jsonBody(request)
      if (!body) throw new Refusal(rawBody(request) ? '请求体不是JSON' : '请求体为空')
      const data = dataOf(answer(body, state), state.quirks)
      return envelope(msgId, state.quirks.numericCode ? 0 : '0', '', data)
    } catch (error) {
      if (error instanceof Refusal) return envelope(msgId, '1', error.message, '')
      throw error
    }
  }

  for (const [operation, [path, answer]] of Object.entries(answers)) {
    app.post<{ Params: SignedPath }>(
      `${path}/:openid/:timestamp/:digest/:msgId`,
      { config: { operation } },
      async (request, response) => send(response, reply(request, answer)),
    )
  }
}
