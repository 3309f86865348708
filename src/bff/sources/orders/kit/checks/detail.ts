import { codeOf, inShort, type Answer } from '../answer.ts'
import { fault, notRun, ok, type Check, type Kit, type Outcome } from '../check.ts'
import type { Need } from '../options.ts'
import { byWecom } from '../identities.ts'
import { inWords, issuesIn } from '../issues.ts'
import { GetAnswer } from '../messages/answers.ts'
import { refused } from '../refused.ts'
import { readListed } from '../rows.ts'

const needs: readonly Need[] = ['contact', 'staff']
const madeUpOrder = 'sidedesk-check-no-order'
const rounds = 5
/** What networks alone make of a difference. */
const likeMs = 100

const get = ({ call, options }: Kit, orderId: string): Promise<Answer> =>
  call({ type: 'orders.get', data: { customer: byWecom(options.contact ?? ''), orderId } })

/** Of the customer's own orders: a stranger's among them is another check's. */
function firstId(answer: Answer | null): string | undefined {
  if (!answer) return undefined
  const { orders, customer } = readListed(answer)
  return orders.find(({ customerId }) => customerId === customer?.customerId)?.id
}

function isOwn(answer: Answer, orderId: string): Outcome {
  if (answer.status !== 200) return fault(`${inShort(answer)}, not 200`)
  const issues = issuesIn(GetAnswer, answer)
  if (issues.length > 0) return fault(inWords(issues))
  const { customer, order } = GetAnswer.parse(answer.json)
  if (order.id !== orderId) return fault('order.id: another order than was asked for')
  return order.customerId === customer.customerId ? ok(inShort(answer)) : fault('order.customerId: another customer')
}

/** What a refusal gives away: everything but times and request ids. */
const faceOf = (answer: Answer): string => {
  const fields = typeof answer.json === 'object' && answer.json !== null ? Object.keys(answer.json).sort() : []
  return [answer.status, codeOf(answer), answer.mediaType, ...fields].join(' ')
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

/** An order that is somebody else's and one that does not exist have to look alike. */
async function alike(kit: Kit, strangers: string): Promise<Outcome> {
  const times: { strange: number[]; none: number[] } = { strange: [], none: [] }
  for (let round = 0; round < rounds; round += 1) {
    const [strange, none] = [await get(kit, strangers), await get(kit, madeUpOrder)]
    if (faceOf(strange) !== faceOf(none)) return fault(`${inShort(strange)} for one, ${inShort(none)} for the other`)
    times.strange.push(strange.ms)
    times.none.push(none.ms)
  }
  const apartMs = Math.round(Math.abs(median(times.strange) - median(times.none)))
  return apartMs <= likeMs ? ok(`the same answers, ${apartMs} ms apart`) : fault(`the answers are ${apartMs} ms apart`)
}

/** That an order is shown with its own customer alone. */
export const detailChecks: readonly Check[] = [
  {
    id: 'detail.own',
    section: 6,
    sent: 'orders.get of an order of --contact',
    needs,
    async run(kit) {
      const id = firstId(kit.facts.all)
      return id === undefined ? notRun('no order came for --contact') : isOwn(await get(kit, id), id)
    },
  },
  {
    id: 'detail.made-up',
    section: 6,
    sent: 'orders.get of an order that does not exist',
    needs,
    run: async (kit) => refused(await get(kit, madeUpOrder), 'not_found'),
  },
  {
    id: 'detail.stranger',
    section: 12,
    sent: 'orders.get of --contact with an order of --other',
    needs: [...needs, 'other'],
    async run(kit) {
      const id = firstId(kit.facts.other)
      return id === undefined ? notRun('no order came for --other') : refused(await get(kit, id), 'not_found')
    },
  },
  {
    id: 'detail.alike',
    section: 12,
    sent: `the two before, ${rounds} times each`,
    needs: [...needs, 'other'],
    async run(kit) {
      const id = firstId(kit.facts.other)
      return id === undefined ? notRun('no order came for --other') : alike(kit, id)
    },
  },
]
