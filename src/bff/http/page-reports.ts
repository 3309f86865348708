import { PageReport, type PageError } from '#contract/page-report'
import type { FastifyInstance } from 'fastify'
import { LRUCache } from 'lru-cache'
import { momentOf, isYounger, type Moment } from '../age.ts'
import type { Clock } from '../clock.ts'
import { AppError } from '../errors.ts'

export interface PageReportDeps {
  clock: Clock
  count(code: PageError): void
}

const bodyLimit = 2048
/** Each error of a build and client is logged once in ten minutes; all are counted. */
const quietMs = 600_000
const maxKinds = 500

/**
 * `POST /api/reports`: the page says that something went wrong in it. Not a call of the contract's table: the page sends it
 * without waiting, and there is no answer to it.
 */
export function registerPageReports(api: FastifyInstance, { clock, count }: PageReportDeps): void {
  const logged = new LRUCache<string, Moment>({ max: maxKinds })

  api.post('/api/reports', { bodyLimit }, async (request, reply) => {
    const { data: report } = PageReport.safeParse(request.body)
    if (!report) throw new AppError('bad_request', { detail: 'body' })
    count(report.code)
    const kind = Object.values(report).join(' ')
    const last = logged.get(kind)
    if (last === undefined || !isYounger(last, quietMs, clock)) {
      logged.set(kind, momentOf(clock))
      request.log.warn(report, 'an error of the page')
    }
    return reply.code(204).send()
  })
}
