import type { Customer } from './entities.ts'
import type { Events } from './events.ts'
import type { OrdersState } from './state.ts'

export type NewCustomer = Partial<Customer> & Pick<Customer, 'customerId' | 'name'>

/** Changes the shop's customers. */
export interface CustomerTruth {
  addCustomer(customer: NewCustomer): void
  /** By the external userid that the shop has of them, or that it has still to confirm. */
  customerWith(externalUserId: string): Customer | null
  modifyCustomer(customerId: string, patch: Partial<Customer>): void
  /** The orders of the first become the second's, and its WeChat as well. Settles once the event is taken or given up. */
  mergeCustomers(from: string, into: string): Promise<void>
}

const empty: Omit<Customer, 'customerId' | 'name'> = {
  level: null,
  hasUrl: false,
  externalUserIds: [],
  unconfirmed: [],
  unionIds: [],
  phones: [],
  managers: [],
  isClosedToOthers: false,
}

export function createCustomerTruth({ state, events }: { state: OrdersState; events: Events }): CustomerTruth {
  function customerOf(id: string): Customer {
    const customer = state.customers.find(({ customerId }) => customerId === id)
    if (!customer) throw new Error(`no customer ${id}`)
    return customer
  }

  function modifyCustomer(customerId: string, patch: Partial<Customer>): void {
    const former = customerOf(customerId)
    state.customers = state.customers.map((each) => (each === former ? { ...former, ...patch } : each))
  }

  async function mergeCustomers(from: string, into: string): Promise<void> {
    const [former, kept] = [customerOf(from), customerOf(into)]
    modifyCustomer(into, { externalUserIds: [...kept.externalUserIds, ...former.externalUserIds] })
    state.customers = state.customers.filter((each) => each !== former)
    state.orders = state.orders.map((order) =>
      order.customerId === from ? { ...order, customerId: into, filedUnder: into } : order,
    )
    await events.tell('customer.merged', { customerId: into })
  }

  return {
    modifyCustomer,
    mergeCustomers,
    addCustomer(customer) {
      state.customers = [...state.customers, { ...empty, ...customer }]
    },
    customerWith: (id) =>
      state.customers.find(({ externalUserIds }) => externalUserIds.includes(id)) ??
      state.customers.find(({ unconfirmed }) => unconfirmed.includes(id)) ??
      null,
  }
}
