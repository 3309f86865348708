import { createRandom } from '../../world/random.ts'
import { cast } from '../../world/cast.ts'
import type { World } from '../../world/world.ts'
import { bulkOrders } from './bulk.ts'
import { customerIdOf, customerIds, seedCustomers } from './customers.ts'
import type { Customer, Order } from './entities.ts'
import { createNumbers, placeOrder, type Numbers } from './place-order.ts'
import { live } from './steps.ts'
import { stories } from './stories.ts'
import type { Story } from './story.ts'

export interface Rows {
  customers: Customer[]
  orders: Order[]
  numbers: Numbers
}

/** Everybody else has what the shop's customers usually have. */
const writtenAbout: ReadonlySet<string> = new Set([
  cast.markup,
  cast.friendOfTodos,
  cast.ofColleague,
  ...Object.keys(customerIds),
])

const isWrittenAbout = ({ externalUserIds }: Customer) => externalUserIds.some((id) => writtenAbout.has(id))

/** The shop's customers and orders, around the given time. */
export function seedRows(world: World, now: number, seed: number): Rows {
  const customers = seedCustomers(world)
  const numbers = createNumbers(createRandom(seed ^ 0x73686f70))

  function customerOf({ of }: Story): Customer {
    const index = world.contacts.findIndex(({ externalUserId }) => externalUserId === of)
    const id = index < 0 ? of : customerIdOf(index)
    const customer = customers.find(({ customerId }) => customerId === id)
    if (!customer) throw new Error(`no customer ${id}`)
    return customer
  }

  const written = stories(now).map((story) => {
    const { of: _of, steps, ...order } = story
    return live(placeOrder(numbers, { customer: customerOf(story), ...order }), steps)
  })
  const others = customers.filter((customer) => !isWrittenAbout(customer))
  return { customers, orders: [...written, ...bulkOrders(others, numbers, now, seed)], numbers }
}
