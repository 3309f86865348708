import { describe, expect, it } from 'vitest'
import { errors } from '../../../src/contract/error.ts'
import { Problem } from '../../../src/contract/problem.ts'
import { AppError, toProblem, UpstreamError, type Reason } from '../../../src/bff/errors.ts'

const reasons: [Reason, number][] = [
  ['unreachable', 502],
  ['timeout', 504],
  ['refused', 502],
  ['expired', 502],
  ['rate_limited', 503],
  ['not_found', 502],
  ['unreadable', 502],
]

describe('a Problem', () => {
  it.each(reasons)('tells an upstream that is %s as %i', (reason, status) => {
    const failure = { source: 'waiqin', operation: 'queryTask', reason, vendorCode: 'secret-code' } as const
    const problem = toProblem(new UpstreamError({ ...failure, cause: new Error('https://vendor/secret') }), 'r1')
    expect(Problem.parse(problem)).toMatchObject({
      code: `upstream_${reason}`,
      status,
      source: 'waiqin',
      requestId: 'r1',
    })
    expect(JSON.stringify(problem)).not.toContain('secret')
  })

  it('names the field that could not be read, and when to come back', () => {
    const failure = { source: 'tanma', operation: 'getGroupList', reason: 'unreadable', detail: 'data.rows' } as const
    expect(toProblem(new UpstreamError({ ...failure, retryAfterSeconds: 6.2 }), 'r')).toMatchObject({
      detail: 'data.rows',
      retryAfter: 7,
    })
  })

  it.each(Object.keys(errors) as (keyof typeof errors)[])('has a sentence for %s', (code) => {
    const problem = Problem.parse(toProblem(new AppError(code), 'r'))
    expect(problem).toMatchObject({ code, status: errors[code].status, type: `urn:sidedesk:problem:${code}` })
    expect(problem.title).toMatch(/[\u4E00-\u9FFF]/)
  })

  it.each([new TypeError('password is hunter2'), 'hunter2', null, undefined, { code: 'not_found', hunter2: 1 }])(
    'says nothing of a bug: %s',
    (bug) => {
      const problem = toProblem(bug, 'r')
      expect(problem).toMatchObject({ code: 'internal', status: 500 })
      expect(JSON.stringify(problem)).not.toContain('hunter2')
    },
  )

  it('takes a deadline that passed for an upstream that was too slow', () => {
    expect(toProblem(new DOMException('late', 'TimeoutError'), 'r').code).toBe('upstream_timeout')
    expect(toProblem(new DOMException('gone', 'AbortError'), 'r').code).toBe('internal')
  })
})
