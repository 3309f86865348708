import { z } from 'zod'
import type { MirrorPass } from '../../mirror/mirror.ts'
import type { Seal } from '../../secrets/seal.ts'
import type { FieldCustomerRow, FieldCustomerStore } from '../../store/mirror-stores.ts'
import type { LeftOut } from '../left-out.ts'
import { createSweepPass, reachByLast } from '../sweep-pass.ts'
import type { WaiqinClient } from './client.ts'
import type { customerMapper } from './map-customer.ts'
import { pagesOf } from './pages.ts'
import { protect } from './protect-customer.ts'

interface Deps {
  client: WaiqinClient
  fieldCustomers: FieldCustomerStore
  mapper: typeof customerMapper
  seal: Seal
  leftOut: LeftOut
}

/** Mirrors 勤策's customers, so that salespeople can link them to contacts. */
export function createCustomerPass({ client, fieldCustomers, mapper, seal, leftOut }: Deps): MirrorPass {
  return createSweepPass({
    Place: z.object({ page: z.int() }),
    first: { page: 1 },
    async read(context, from, watch) {
      let { seen } = from
      const pages = pagesOf({
        operation: 'queryCustomer',
        parts: ['all'],
        from: { part: 0, page: from.page },
        signal: context.signal,
        fetch: (_, page, signal) => client.customers(page, signal),
        idOf: ({ id }) => id,
      })
      for await (const { at, size, rows, leftOut: unread } of pages) {
        const { page } = at
        seen += size
        watch(seen)
        const reach = reachByLast(from, seen)
        const kept = { rows: size, checkpoint: { ...from, page, seen }, window: `page ${page}`, reach }
        const safe: FieldCustomerRow[] = []
        // One after the other: a page at once would hold up whoever waits for a list.
        for (const row of rows) safe.push(await protect(seal, mapper.toRow(row)))
        await context.keep(kept, (state) => fieldCustomers.put(safe, state))
        await leftOut.note({ operation: 'queryCustomer', part: `page ${page}` }, unread)
      }
      return seen
    },
    sweep: (unseen, holder) => fieldCustomers.sweep(unseen, holder),
  })
}
