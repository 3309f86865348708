/** One mistake in an order system, and the lines of the kit that tell it. */
export interface Broken {
  name: string
  /** What of the reference server is written wrongly, and how. */
  from: string
  to: string
  red: readonly string[]
}

const stringified = 'JSON.stringify(body)'

/** Mistakes that the contract names or that real order systems make, each put into `docs/orders/server.mjs`. */
export const brokenServers: readonly Broken[] = [
  {
    name: 'accepts a wrong signature',
    from: "if (!fits) throw new Refusal(401, 'bad_signature')",
    to: '',
    red: ['signature.changed-body', 'signature.changed-value', 'signature.changed-timestamp', 'signature.wrong-secret'],
  },
  {
    name: 'verifies the body as it would write it itself',
    from: '.update(raw)',
    to: '.update(JSON.stringify(JSON.parse(raw)))',
    red: ['signature.raw-body', 'signature.changed-body'],
  },
  {
    name: 'takes one signature only',
    from: "signatures.split(' ')",
    to: '[signatures]',
    red: ['signature.two'],
  },
  {
    name: 'remembers no request',
    from: "if (seen.has(id)) throw new Refusal(401, 'replayed')",
    to: '',
    red: ['signature.replayed'],
  },
  {
    name: 'looks at no clock',
    from: '<= 300',
    to: '<= 300_000',
    red: ['signature.old', 'signature.future'],
  },
  {
    name: 'shows the orders of other customers, too',
    from: 'const own = orders.filter((order) => order.customerId === customerId)',
    to: 'const own = orders',
    red: ['orders.customer'],
  },
  {
    name: 'shows its first customer to who names nobody',
    from: 'const isUnknown =',
    to: "if (!identities?.length) identities = [{ type: 'customer_id', value: 'C1001' }]\n  const isUnknown =",
    red: ['identity.none', 'identity.no-customer'],
  },
  {
    name: 'shows orders for a phone alone',
    from: "type !== 'phone'",
    to: "type !== ''",
    red: ['identity.phone'],
  },
  {
    name: 'takes the first of two customers',
    from: 'if (found.size !== 1)',
    to: 'if (found.size === 0)',
    red: ['identity.two'],
  },
  {
    name: 'writes ids as numbers',
    from: stringified,
    to: String.raw`JSON.stringify(body).replaceAll(/"id":"(\d{19})"/g, '"id":$1')`,
    // JavaScript rounds them: two orders become one, and none is found again.
    red: ['orders.ids', 'paging.one-by-one', 'detail.own', 'mine.tasks'],
  },
  {
    name: 'writes amounts in yuan',
    from: stringified,
    to: "JSON.stringify(body, (name, value) => (name === 'payable' ? value / 100 + 0.5 : value))",
    red: ['orders.amounts', 'detail.own', 'mine.tasks'],
  },
  {
    name: 'writes times without their offset',
    from: stringified,
    to: "JSON.stringify(body, (name, value) => (name === 'updatedAt' ? value.slice(0, 19) : value))",
    red: ['orders.times', 'detail.own', 'mine.tasks'],
  },
  {
    name: 'calls a currency by its nickname',
    from: stringified,
    to: "JSON.stringify(body, (name, value) => (name === 'currency' ? 'RMB' : value))",
    red: ['orders.currency', 'detail.own', 'mine.tasks'],
  },
  {
    name: 'shows the whole phone of who receives',
    from: stringified,
    to: String.raw`JSON.stringify(body).replaceAll('138****1111', '13800001111')`,
    red: ['orders.masked', 'search.phone'],
  },
  {
    name: 'makes new task ids for each answer',
    from: stringified,
    to: String.raw`JSON.stringify(body).replaceAll('"id":"pay"', () => '"id":"' + Math.random() + '"')`,
    red: ['orders.task-ids'],
  },
  {
    name: 'forgets finished orders that still owe something',
    from: ' || isOwed(order)',
    to: '',
    red: ['orders.open-tasks'],
  },
  {
    name: 'loses a row between two pages',
    from: 'const shown = rest.slice(0, limit)',
    to: 'if (cursor !== undefined) rest.shift()\n  const shown = rest.slice(0, limit)',
    red: ['paging.one-by-one'],
  },
  {
    name: 'answers the first page again and again',
    from: '.filter((order) => cursor === undefined || newestFirst(order, { createdAt, id }) > 0)',
    to: '',
    red: ['paging.one-by-one'],
  },
  {
    name: 'takes a cursor of another list',
    from: '(owner !== whose || !id)',
    to: '!id',
    red: ['paging.foreign-cursor'],
  },
  {
    name: "opens anybody's order",
    from: 'id === orderId && customerId === found.customer?.customerId',
    to: 'id === orderId',
    red: ['detail.stranger', 'detail.alike'],
  },
  {
    name: 'tells that an order is there and of somebody else',
    from: "if (!order) throw new Refusal(404, 'not_found')",
    to: "if (!order) throw new Refusal(...(orders.some(({ id }) => id === orderId) ? [403, 'not_allowed'] : [404, 'not_found']))",
    red: ['detail.stranger', 'detail.alike'],
  },
  {
    name: 'apologises in HTML',
    from: "reply(status, 'application/problem+json', { title: code, status, code })",
    to: "response.writeHead(status, { 'content-type': 'text/html' }).end('<h1>Sorry</h1>')",
    red: ['errors.problem'],
  },
  {
    name: 'answers a GET',
    from: "if (request.method !== 'POST') throw new Refusal(405, 'bad_request')",
    to: "if (request.method !== 'POST') return reply(200, 'application/json', {})",
    red: ['behaviour.get', 'behaviour.head'],
  },
  {
    name: 'fails on a type that it does not know',
    from: "if (!Object.hasOwn(answers, message.type)) throw new Refusal(400, 'unknown_type')",
    to: '',
    red: ['requests.unknown-type'],
  },
  {
    name: 'may be kept by a cache',
    from: "'no-store'",
    to: "'max-age=60'",
    red: ['behaviour.json'],
  },
]
