import { setTimeout as wait } from 'node:timers/promises'
import { createCaller } from '../../src/bff/sources/orders/kit/caller.ts'
import type { Options } from '../../src/bff/sources/orders/kit/options.ts'
import { runKit, type Line } from '../../src/bff/sources/orders/kit/run.ts'
import { ordersSecret } from './orders-server.ts'

/** Who is who in `docs/orders/orders.json`. */
export const people = {
  contact: 'wmDemoContactOne',
  staff: 'lisi',
  other: 'wmDemoContactTwo',
  phone: '13800001111',
  linkHosts: ['shop.example.com'],
  calls: 5,
}

/** Runs the kit as `npm run orders -- check` does, with fewer timed calls. */
export function runOrdersKit(url: string, options: Options = people): Promise<Line[]> {
  const now = Date.now
  const staff = options.staff ?? people.staff
  const caller = createCaller({ url, secrets: [ordersSecret], corpId: 'ww0000', staff, now, wait })
  return runKit({ caller, options, now })
}

export const idsOf = (lines: readonly Line[], state: Line['state']): string[] =>
  lines.filter((line) => line.state === state).map(({ id }) => id)
