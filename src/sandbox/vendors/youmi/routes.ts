import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { jsonBody } from '../body.ts'
import { send } from '../vendor-faults.ts'
import type { SimulatedReply } from '../voice.ts'
import type { StaffMember, Todo } from './entities.ts'
import { filterOf, pageOf, staffFilterOf } from './questions.ts'
import type { Tokens } from './tokens.ts'
import { envelope, refusal, Refusal } from './voice.ts'
import { staffRows, todoRows, type YoumiQuirks } from './wire.ts'

export interface YoumiState {
  todos: Map<number, Todo>
  staff: StaffMember[]
  quirks: YoumiQuirks
}

export interface RouteDeps {
  state: YoumiState
  tokens: Tokens
  clock: () => number
}

type Answer = (body: Record<string, unknown>, state: YoumiState) => unknown

const newestFirst = ({ todos }: YoumiState) => [...todos.values()].sort((one, other) => other.id - one.id)

function list(body: Record<string, unknown>, state: YoumiState): unknown {
  const { offset, limit } = pageOf(body)
  return todoRows(
    newestFirst(state)
      .filter(filterOf(body))
      .slice(offset, offset + limit),
    state.quirks,
  )
}

function count(body: Record<string, unknown>, state: YoumiState): unknown {
  return newestFirst(state).filter(filterOf(body)).length
}

/** Everybody at once: the documentation has no pages here. */
function staff(body: Record<string, unknown>, state: YoumiState): unknown {
  if (state.quirks.withoutStaffList) throw new Refusal(200_011)
  return staffRows(state.staff.filter(staffFilterOf(body)), state.quirks)
}

/** Registers the identity server, the two todo queries and the list of staff. `TenantId` is accepted and ignored. */
export function registerYoumi(app: FastifyInstance, { state, tokens, clock }: RouteDeps): void {
  function answerTo(request: FastifyRequest, answer: Answer): SimulatedReply {
    try {
      const body = jsonBody(request)
      if (!body) throw new Refusal(200_012)
      return envelope(clock(), answer(body, state))
    } catch (error) {
      if (error instanceof Refusal) return refusal(clock(), error.code)
      throw error
    }
  }

  function unauthorized(reply: FastifyReply): FastifyReply {
    if (state.quirks.tokenErrorInBody) return send(reply, refusal(clock(), 10_003))
    return reply.code(401).header('WWW-Authenticate', 'Bearer error="invalid_token"').send()
  }

  app.post('/connect/token', { config: { operation: 'token' } }, tokens.grant)
  for (const [path, answer] of Object.entries({
    'Todo/GetChargeDaffairesList': list,
    'Todo/GetChargeDaffairesCount': count,
    'System/GetStaffList': staff,
  })) {
    const operation = path.slice(path.indexOf('/') + 1)
    app.post(`/v2/${path}`, { config: { operation } }, async (request, reply) =>
      tokens.isValid(request.headers.authorization) ? send(reply, answerTo(request, answer)) : unauthorized(reply),
    )
  }
}
