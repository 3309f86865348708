import { createTestClock } from './clock.ts'
import { startOrderCompany, type OrderCompany } from './order-company.ts'
import { startWork, type WorkBench } from './start-work.ts'

export interface OrdersWork extends WorkBench {
  company: OrderCompany
  time: ReturnType<typeof createTestClock>
  /** A GET below /api as the salesperson. */
  get(path: string, headers?: Record<string, string>): ReturnType<WorkBench['bff']['get']>
  me: string
}

/** The BFF on all simulators, with a small company of the test's own in place of the simulated order system. */
export async function startOrdersWork(environment: Record<string, string> = {}): Promise<OrdersWork> {
  const time = createTestClock(Date.parse('2026-11-20T10:00:00+08:00'))
  const company = await startOrderCompany(time.clock)
  const own = { ...company.environment, ORDERS_LINK_HOSTS: '', ORDERS_IMAGE_HOSTS: '', ...environment }
  const bench = await startWork({ clock: time.clock, environment: own })
  const me = await bench.bff.signIn('mengxiangyu')
  return {
    ...bench,
    company,
    time,
    me,
    get: (path, headers) => bench.bff.get(`/api/${path}`, me, headers),
    async close() {
      await bench.close()
      await company.close()
    },
  }
}
