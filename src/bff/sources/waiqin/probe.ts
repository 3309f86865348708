import { chinaDay } from '../../china-time.ts'
import { createClient, type ClientDeps } from './client.ts'

export type WaiqinProbe = ReturnType<typeof createProbe>

/** One call of each kind that we use: 勤策 grants each kind separately. */
export function createProbe(deps: ClientDeps) {
  const client = createClient(deps)
  return {
    queryTaskType: async (signal: AbortSignal) => void (await client.types(null, signal)),
    queryTask: async (signal: AbortSignal) => {
      const today = chinaDay(deps.clock())
      const page = await client.tasks({ by: 'modify', from: today, to: today }, 1, signal)
      await page.read()
    },
    queryCustomer: async (signal: AbortSignal) => void (await (await client.customers(1, signal)).read()),
  }
}
