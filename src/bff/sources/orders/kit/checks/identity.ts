import { inShort, type Answer } from '../answer.ts'
import { fault, ok, type Check, type Outcome } from '../check.ts'
import { listOf } from '../facts.ts'
import { byPhone, byWecom, madeUp } from '../identities.ts'
import { inWords, issuesIn } from '../issues.ts'
import { ListAnswer } from '../messages/answers.ts'
import { refused } from '../refused.ts'
import { readListed } from '../rows.ts'

/** With any match but `one` there is no customer and no row. */
function matched(answer: Answer, wanted: 'none' | 'many'): Outcome {
  if (answer.status !== 200) return fault(`${inShort(answer)}, not 200 with match ${wanted}`)
  const { match, customer, orders } = readListed(answer)
  const came = `match ${/^(one|none|many)$/.test(match) ? match : 'unreadable'} with ${orders.length} orders`
  if (match !== wanted || customer || orders.length > 0) return fault(`${came}, not ${wanted} with 0`)
  const issues = issuesIn(ListAnswer, answer)
  return issues.length === 0 ? ok(came) : fault(inWords(issues))
}

const ask = (customer: unknown) => ({ ...listOf(madeUp), data: { customer, status: 'all', limit: 20 } })

const unidentified = (id: string, sent: string, customer: unknown): Check => ({
  id: `identity.${id}`,
  section: 5,
  sent: `orders.list ${sent}`,
  run: async (kit) => refused(await kit.call(ask(customer)), 'no_identity', 'bad_request'),
})

/** That nobody's orders are shown for somebody else, or for nobody. */
export const identityChecks: readonly Check[] = [
  {
    id: 'identity.none',
    section: 5,
    sent: 'orders.list with an empty list of identities',
    run: async (kit) => refused(await kit.call(ask({ identities: [] })), 'no_identity'),
  },
  unidentified('no-customer', 'without a customer', undefined),
  unidentified('empty', 'whose external_userid is empty', byWecom('')),
  unidentified('null', 'whose external_userid is the word null', byWecom('null')),
  {
    id: 'identity.made-up',
    section: 5,
    sent: 'orders.list of a made-up external_userid',
    run: async (kit) => matched(await kit.call(listOf(madeUp)), 'none'),
  },
  {
    id: 'identity.two',
    section: 5,
    sent: 'orders.list with the identities of two customers',
    needs: ['contact', 'other'],
    run: async (kit) =>
      matched(await kit.call(ask(byWecom(kit.options.contact ?? '', kit.options.other ?? ''))), 'many'),
  },
  {
    id: 'identity.phone',
    section: 5,
    sent: 'orders.list where a typed phone alone fits',
    needs: ['phone'],
    run: async (kit) => matched(await kit.call(ask(byPhone(kit.options.phone ?? ''))), 'none'),
  },
]
