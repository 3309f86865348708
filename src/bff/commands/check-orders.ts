import { parseArgs } from 'node:util'
import { z } from 'zod'
import { NoAnswer } from '../sources/orders/kit/answer.ts'
import { createCaller, type CallerDeps } from '../sources/orders/kit/caller.ts'
import type { Options } from '../sources/orders/kit/options.ts'
import { summary, toText } from '../sources/orders/kit/report.ts'
import { runKit } from '../sources/orders/kit/run.ts'

export interface CheckOrdersDeps extends Omit<CallerDeps, 'staff'>, Pick<Options, 'linkHosts'> {
  print(line: string): void
  onStart?: ((id: string) => void) | undefined
}

export const exitCodes = { good: 0, fault: 1, unreachable: 2 }

const usage = `usage: npm run orders -- check [--contact ID] [--staff USERID] [--other ID] [--phone PHONE] [--calls 50]
       --contact  external_userid of a customer with orders
       --staff    WeCom userid of who serves that customer
       --other    external_userid of another customer with orders
       --phone    a phone of the first customer
       --calls    how many calls are timed`

const text = { type: 'string' } as const
const options = { contact: text, staff: text, other: text, phone: text, calls: text }

const Asked = z.object({
  positionals: z.tuple([z.literal('check')]),
  values: z.object({
    contact: z.string().min(1).optional(),
    staff: z.string().min(1).optional(),
    other: z.string().min(1).optional(),
    phone: z.string().min(7).optional(),
    calls: z.coerce.number().int().min(1).max(1000).default(50),
  }),
})

function read(args: readonly string[]) {
  try {
    return Asked.parse(parseArgs({ args: [...args], options, allowPositionals: true })).values
  } catch (cause) {
    throw new Error(usage, { cause })
  }
}

/** Stands for the salesperson in checks that need none. */
const nobody = 'sidedesk-check'

/** What `npm run orders` does: prints a line per check and answers the exit code. @throws Error with a message for the caller */
export async function checkOrders(args: readonly string[], deps: CheckOrdersDeps): Promise<number> {
  const asked = read(args)
  const { print, onStart } = deps
  const caller = createCaller({ ...deps, staff: asked.staff ?? nobody })
  try {
    const lines = await runKit({
      caller,
      options: { ...asked, linkHosts: deps.linkHosts },
      now: deps.now,
      ...(onStart && { onStart }),
      onLine: (line) => print(toText(line)),
    })
    print(summary(lines))
    return lines.some(({ state }) => state === 'fault') ? exitCodes.fault : exitCodes.good
  } catch (error) {
    if (error instanceof NoAnswer)
      throw new NoAnswer(`ORDERS_URL cannot be reached: ${error.message}`, { cause: error })
    throw error
  }
}
