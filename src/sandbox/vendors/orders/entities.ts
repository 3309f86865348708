/** An order as the shop keeps it. Times are epoch ms; `to-wire.ts` writes it as the shop tells it. */
export interface Order {
  /** 19 digits, more than a JSON number holds. */
  id: string
  number: string
  customerId: string
  /** In whose list it is found. By a slip of the shop's, this may be somebody else. */
  filedUnder: string
  /** WeCom userid of who looks after the customer. */
  manager: string
  shop: Shop | null
  title: string
  status: string
  statusText: string
  payment: 'unpaid' | 'partly_paid' | 'paid' | 'partly_refunded' | 'refunded'
  fulfilment: 'not_needed' | 'unshipped' | 'partly_shipped' | 'shipped' | 'delivered' | 'returned'
  afterSales: AfterSales | null
  amounts: Amounts
  items: Item[]
  receiver: Receiver | null
  parcels: Parcel[]
  createdAt: number
  paidAt: number | null
  updatedAt: number
  closedAt: number | null
  remarks: Remark[]
  tasks: Task[]
  fields: { label: string; value: string }[]
  /** Fields that the contract does not know. */
  extra: Record<string, unknown>
}

export interface Shop {
  id: string
  name: string
}

export interface AfterSales {
  status: 'requested' | 'approved' | 'returning' | 'refunding' | 'refused' | 'done'
  text: string
  at: number
}

/** Minor units of the currency: 分 for CNY, yen for JPY. */
export interface Amounts {
  currency: string
  payable: number
  paid: number
  refunded: number
  discount?: number
  shipping?: number
}

export interface Item {
  sku?: string
  name: string
  options?: string
  /** Text for goods by weight. */
  quantity: number | string
  unitPrice: number
  total: number
  hasPicture: boolean
}

export interface Receiver {
  name: string
  phone: string
  region: string
}

export interface Parcel {
  carrier: string
  carrierCode?: string
  trackingNumber: string
  status: 'created' | 'in_transit' | 'delivering' | 'signed' | 'exception'
  shippedAt: number | null
  signedAt: number | null
}

export interface Remark {
  from: 'customer' | 'staff'
  text: string
  at: number
}

export interface Task {
  /** The same over time, and unique within its order. */
  id: string
  kind: string
  title: string
  dueAt: number | null
  status: 'open' | 'done' | 'cancelled'
  /** WeCom userids. */
  assignees: string[]
}

export interface Customer {
  customerId: string
  name: string
  level: string | null
  hasUrl: boolean
  externalUserIds: string[]
  /** External userids that somebody noted and nobody has confirmed: they only make a candidate. */
  unconfirmed: string[]
  unionIds: string[]
  phones: string[]
  /** WeCom userids of the staff who serve them; the first looks after their orders. */
  managers: string[]
  /** Served by these alone; everybody else is refused. */
  isClosedToOthers: boolean
}
