import { z } from 'zod'
import type { MirrorPass } from '../../mirror/mirror.ts'
import type { FieldCustomerStore } from '../../store/mirror-stores.ts'
import type { WaiqinClient } from './client.ts'
import type { customerMapper } from './map-customer.ts'
import { pagesOf } from './pages.ts'

interface Deps {
  client: WaiqinClient
  fieldCustomers: FieldCustomerStore
  mapper: typeof customerMapper
}

/** `before`: when the complete pass before this one began; `seen`: rows of this pass so far. */
const Checkpoint = z.object({ before: z.number().nullable(), page: z.int(), seen: z.int() })

/** Mirrors 勤策's customers, whom a salesperson links to contacts: all of them, and sweeps whom two passes did not mention. */
export function createCustomerPass({ client, fieldCustomers, mapper }: Deps): MirrorPass {
  return async (context) => {
    const last = Checkpoint.safeParse(context.checkpoint).data ?? { before: null, page: 1, seen: 0 }
    const { before } = last
    let { seen } = context.isResumed ? last : { seen: 0 }
    const pages = pagesOf({
      operation: 'queryCustomer',
      parts: ['all'],
      from: { part: 0, page: context.isResumed ? last.page : 1 },
      signal: context.signal,
      fetch: (_, page, signal) => client.customers(page, signal),
      idOf: ({ id }) => id,
    })
    for await (const { at, size, rows } of pages) {
      const { page } = at
      seen += size
      const kept = { rows: size, checkpoint: { before, page, seen }, window: `page ${page}` }
      await context.keep(kept, (state) => fieldCustomers.put(rows.map(mapper.toRow), state))
    }
    // A pass that saw nobody looks like a lost permission, not like a tenant without customers.
    if (before !== null && seen > 0) await fieldCustomers.sweep(before)
    return { before: seen > 0 ? context.startedAt : before, page: 1, seen: 0 }
  }
}
