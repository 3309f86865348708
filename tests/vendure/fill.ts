import { z } from 'zod'
import { cast } from '../../src/sandbox/world/cast.ts'
import type { Ask } from './admin.ts'

const Made = z.object({ id: z.string() })
const Added = z.object({ fulfillments: z.array(Made).optional(), payments: z.array(Made).optional() })

/** Who is in the shop, and which order is waiting to be shipped. */
export interface Filled {
  contact: string
  other: string
  staff: string
  phone: string
  toShip: string
}

/** Contacts and a salesperson of the sandbox, beside whose chats the journey looks at them. */
const people = { contact: cast.seedContact, other: cast.idle, staff: 'mengxiangyu', phone: '13800001111' }

/** Calls one mutation with one input, and answers what it made. @throws Error with the name of Vendure's refusal */
async function make(ask: Ask, name: string, input: object): Promise<string> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input!`
  const data = await ask(`mutation ($input: ${type}) { made: ${name}(input: $input) { ... on Node { id } } }`, {
    input,
  })
  return z.object({ made: Made }).parse(data).made.id
}

const named = (name: string) => [{ languageCode: 'en', name, slug: encodeURIComponent(name), description: '' }]
const labelled = (name: string) => [{ languageCode: 'en', name, description: '' }]

async function fillCountry(ask: Ask): Promise<string> {
  const china = await make(ask, 'createCountry', {
    code: 'CN',
    enabled: true,
    translations: [{ languageCode: 'en', name: '中国' }],
  })
  const zone = await make(ask, 'createZone', { name: '中国', memberIds: [china] })
  const categoryId = await make(ask, 'createTaxCategory', { name: '免税', isDefault: true })
  await make(ask, 'createTaxRate', { name: '免税', enabled: true, value: 0, categoryId, zoneId: zone })
  const prices = { pricesIncludeTax: true, defaultCurrencyCode: 'CNY', availableCurrencyCodes: ['CNY'] }
  await make(ask, 'updateChannel', { id: '1', ...prices, defaultTaxZoneId: zone, defaultShippingZoneId: zone })
  return categoryId
}

const argumentsOf = (values: Record<string, string>) => Object.entries(values).map(([name, value]) => ({ name, value }))

async function fillShipping(ask: Ask): Promise<void> {
  const rate = argumentsOf({ rate: '0', taxRate: '0', includesTax: 'auto' })
  await make(ask, 'createShippingMethod', {
    code: 'express',
    fulfillmentHandler: 'manual-fulfillment',
    checker: { code: 'default-shipping-eligibility-checker', arguments: argumentsOf({ orderMinimum: '0' }) },
    calculator: { code: 'default-shipping-calculator', arguments: rate },
    translations: labelled('快递'),
  })
}

async function fillGoods(ask: Ask, taxCategoryId: string): Promise<string> {
  const productId = await make(ask, 'createProduct', { enabled: true, translations: named('乌龙茶饮料') })
  const input = [
    {
      productId,
      sku: 'OT-500',
      price: 4200,
      stockOnHand: 1000,
      taxCategoryId,
      translations: [{ languageCode: 'en', name: '乌龙茶饮料 整箱 15 瓶' }],
    },
  ]
  const create =
    'mutation ($input: [CreateProductVariantInput!]!) { made: createProductVariants(input: $input) { id } }'
  const { made } = z.object({ made: z.tuple([Made]) }).parse(await ask(create, { input }))
  return made[0].id
}

const address = {
  fullName: '李小明',
  streetLine1: '中山路 12 号 3 幢 501',
  city: '南京',
  province: '江苏',
  countryCode: 'CN',
  phoneNumber: people.phone,
}

const change = (ask: Ask, name: string, args: string) =>
  ask(`mutation { made: ${name}(${args}) { ... on Node { id } ... on ErrorResult { message } } }`).then((data) =>
    z.object({ made: Made }).parse(data),
  )

export const moveOrder = (ask: Ask, id: string, state: string) =>
  change(ask, 'transitionOrderToState', `id: "${id}", state: "${state}"`)

interface Draft {
  customerId: string
  goods: string
  quantity: number
}

/** An order that a salesperson entered, and that waits for its money. */
async function order(ask: Ask, { customerId, goods, quantity }: Draft): Promise<string> {
  const draft = z.object({ made: Made }).parse(await ask('mutation { made: createDraftOrder { id } }'))
  const { id } = draft.made
  await change(
    ask,
    'addItemToDraftOrder',
    `orderId: "${id}", input: { productVariantId: "${goods}", quantity: ${quantity} }`,
  )
  await change(ask, 'setCustomerForDraftOrder', `orderId: "${id}", customerId: "${customerId}"`)
  const send =
    'mutation ($input: CreateAddressInput!) { made: setDraftOrderShippingAddress(orderId: "ID", input: $input) { id } }'
  await ask(send.replace('ID', id), { input: address })
  await change(ask, 'setDraftOrderShippingMethod', `orderId: "${id}", shippingMethodId: "1"`)
  await moveOrder(ask, id, 'ArrangingPayment')
  return id
}

async function pay(ask: Ask, orderId: string): Promise<string> {
  const mutation = `mutation ($input: ManualPaymentInput!) {
    made: addManualPaymentToOrder(input: $input) { ... on Order { payments { id } } ... on ErrorResult { message } } }`
  const data = await ask(mutation, { input: { orderId, method: '对公转账', metadata: {} } })
  return z.object({ made: Added }).parse(data).made.payments?.[0]?.id ?? ''
}

const OrderLines = z.object({ order: z.object({ lines: z.array(z.object({ id: z.string(), quantity: z.number() })) }) })

/** Sends all of an order off, as the warehouse would. */
export async function ship(ask: Ask, orderId: string, trackingCode: string): Promise<void> {
  const found = OrderLines.parse(await ask(`{ order(id: "${orderId}") { lines { id quantity } } }`))
  const lines = found.order.lines.map(({ id, quantity }) => ({ orderLineId: id, quantity }))
  const handler = { code: 'manual-fulfillment', arguments: argumentsOf({ method: '顺丰速运', trackingCode }) }
  const mutation = `mutation ($input: FulfillOrderInput!) {
    made: addFulfillmentToOrder(input: $input) { ... on Fulfillment { id } ... on ErrorResult { message } } }`
  const { made } = z.object({ made: Made }).parse(await ask(mutation, { input: { lines, handler } }))
  await change(ask, 'transitionFulfillmentToState', `id: "${made.id}", state: "Shipped"`)
}

/** Cancelled after it was paid; the refund waits for a person. */
async function cancel(ask: Ask, orderId: string, paymentId: string): Promise<void> {
  const input = { orderId, cancelShipping: true, reason: '客户取消' }
  const mutation =
    'mutation ($input: CancelOrderInput!) { made: cancelOrder(input: $input) { ... on Order { id } ... on ErrorResult { message } } }'
  z.object({ made: Made }).parse(await ask(mutation, { input }))
  const refund =
    'mutation ($input: RefundOrderInput!) { made: refundOrder(input: $input) { ... on Refund { id } ... on ErrorResult { message } } }'
  z.object({ made: Made }).parse(
    await ask(refund, {
      input: { paymentId, amount: 37_800, lines: [], shipping: 0, adjustment: 0, reason: '客户取消' },
    }),
  )
}

const customer = (ask: Ask, externalUserId: string, phoneNumber: string) =>
  ask(
    'mutation ($input: CreateCustomerInput!) { made: createCustomer(input: $input) { ... on Customer { id } ... on ErrorResult { message } } }',
    {
      input: {
        firstName: '便利店',
        lastName: '鼓楼',
        phoneNumber,
        emailAddress: `${externalUserId}@example.com`,
        customFields: { externalUserId, staffUserid: people.staff },
      },
    },
  ).then((data) => z.object({ made: Made }).parse(data).made.id)

/** Fills an empty shop through its own API: four orders of one customer, unpaid, to ship, shipped and cancelled; one of another. */
export async function fill(ask: Ask): Promise<Filled> {
  const goods = await fillGoods(ask, await fillCountry(ask))
  await fillShipping(ask)
  const customerId = await customer(ask, people.contact, people.phone)
  const otherId = await customer(ask, people.other, '13900002222')
  await order(ask, { customerId, goods, quantity: 10 })
  const toShip = await order(ask, { customerId, goods, quantity: 20 })
  await pay(ask, toShip)
  const shipped = await order(ask, { customerId, goods, quantity: 5 })
  await pay(ask, shipped)
  await ship(ask, shipped, 'SF1400011122233')
  const cancelled = await order(ask, { customerId, goods, quantity: 9 })
  await cancel(ask, cancelled, await pay(ask, cancelled))
  await order(ask, { customerId: otherId, goods, quantity: 1 })
  return { ...people, toShip }
}
