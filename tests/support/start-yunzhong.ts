import type { LightMyRequestResponse } from 'fastify'
import type { YunzhongVendor } from '../../src/sandbox/vendors/yunzhong/index.ts'
import { startWork, type WorkBench, type WorkBenchOptions } from './start-work.ts'

export const seedContact = 'wmSeedChenXiaoyuAAAAAAAAAAAAAAAAAA'
export const seedStaff = 'mengxiangyu'

export interface YunzhongBench extends WorkBench {
  vendor: YunzhongVendor
  /** How often this operation was called at the vendor. */
  calls(operation: string): number
  send(method: 'GET' | 'PUT' | 'DELETE', path: string, cookie: string, body?: object): Promise<LightMyRequestResponse>
  /** Connects with the account's own password unless another is given. */
  connect(cookie: string, userid: string, password?: string): Promise<LightMyRequestResponse>
}

/** The real BFF on all simulators, for calls that need a person's own session at 芸众. */
export async function startYunzhongWork(options: WorkBenchOptions): Promise<YunzhongBench> {
  const bench = await startWork(options)
  const { yunzhong: vendor } = bench.simulators.vendors

  const send: YunzhongBench['send'] = (method, path, cookie, body) =>
    bench.bff.app.inject({ method, url: `/api/${path}`, headers: { cookie }, ...(body ? { payload: body } : {}) })

  return {
    ...bench,
    vendor,
    calls: (operation) => vendor.seen.filter((each) => each.operation === operation).length,
    send,
    connect(cookie, userid, password) {
      const account = vendor.accountOf(userid)
      const body = { mobile: account.mobile, password: password ?? account.password }
      return send('PUT', 'me/connections/yunzhong', cookie, body)
    },
  }
}

/** Status and code of a Problem; the status alone for a success. */
export function told(answer: LightMyRequestResponse): [number, string?] {
  if (answer.statusCode < 400) return [answer.statusCode]
  return [answer.statusCode, answer.json<{ code: string }>().code]
}
