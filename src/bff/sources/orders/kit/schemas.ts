import { z } from 'zod'
import { GetAnswer, ListAnswer, MineAnswer, PingAnswer, SearchAnswer } from './messages/answers.ts'
import { OrdersEvent } from './messages/event.ts'
import { Refusal } from './messages/refusal.ts'
import { OrdersRequest } from './messages/requests.ts'

/** The messages that have a JSON Schema in `docs/orders`, by the name of its file. */
const messages = {
  request: OrdersRequest,
  ping: PingAnswer,
  'orders.list': ListAnswer,
  'orders.get': GetAnswer,
  'customers.search': SearchAnswer,
  'orders.mine': MineAnswer,
  problem: Refusal,
  event: OrdersEvent,
}

/** The contract for readers that are not TypeScript: JSON Schema 2020-12, by file name. Unknown fields are allowed. */
export const jsonSchemas = (): Record<string, object> =>
  Object.fromEntries(
    Object.entries(messages).map(([name, message]) => [
      `${name}.schema.json`,
      { title: `sidedesk-orders/1 ${name}`, ...z.toJSONSchema(message, { io: 'input' }) },
    ]),
  )
