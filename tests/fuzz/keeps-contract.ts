import type { LightMyRequestResponse } from 'fastify'
import { expect } from 'vitest'
import { endpoints, type Call } from '#contract/endpoint'
import { errors } from '#contract/error'
import { Problem } from '#contract/problem'

/** Fails unless the answer matches the contract's response of this call or is a Problem other than `internal`. */
export function expectContract(call: Call, answer: LightMyRequestResponse): void {
  const { statusCode, body } = answer
  if (statusCode === 204) {
    expect(endpoints[call].response.safeParse(null).success, `${call}: 204`).toBe(true)
    expect(body).toBe('')
    return
  }
  if (statusCode === 200) {
    const { error } = endpoints[call].response.safeParse(answer.json())
    expect(error?.issues ?? [], call).toEqual([])
    return
  }
  expectProblem(call, answer)
}

/** Fails unless it is a Problem of the contract with its code's status, other than `internal`. */
export function expectProblem(what: string, { statusCode, headers, body }: LightMyRequestResponse): void {
  expect(headers['content-type'], `${what}: ${statusCode} ${body.slice(0, 300)}`).toContain('application/problem+json')
  const problem = Problem.parse(JSON.parse(body))
  expect(problem.code, what).not.toBe('internal')
  expect({ status: problem.status, statusCode }, what).toEqual({
    status: errors[problem.code].status,
    statusCode: errors[problem.code].status,
  })
}
