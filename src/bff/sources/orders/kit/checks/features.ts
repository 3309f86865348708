import { inShort, type Answer } from '../answer.ts'
import type { Message } from '../caller.ts'
import { fault, notRun, ok, type Check, type Kit, type Outcome } from '../check.ts'
import type { Need } from '../options.ts'
import { inWords, issuesIn } from '../issues.ts'
import { MineAnswer, PingAnswer, SearchAnswer } from '../messages/answers.ts'
import { refused } from '../refused.ts'
import { readListed } from '../rows.ts'

type Feature = 'mine' | 'search'

interface Offered {
  sent: string
  section: number
  needs: readonly Need[]
  run(kit: Kit): Promise<Outcome>
}

const offers = ({ facts }: Kit, feature: Feature): boolean =>
  PingAnswer.pick({ features: true }).safeParse(facts.ping.json).data?.features.includes(feature) ?? false

/** A check of what ping says is offered. */
const offered = (feature: Feature, id: string, { run, ...check }: Offered): Check => ({
  ...check,
  id: `${feature}.${id}`,
  run: (kit) => (offers(kit, feature) ? run(kit) : notRun(`ping does not offer ${feature}`)),
})

const search = (data: Record<string, unknown>): Message => ({ type: 'customers.search', data: { limit: 10, ...data } })

/** Whole numbers of telephones, and of much else that no list of candidates needs. */
const longNumber = /\d{8,}/

function fewAndMasked(answer: Answer): Outcome {
  if (answer.status !== 200) return fault(`${inShort(answer)}, not 200`)
  const issues = issuesIn(SearchAnswer, answer)
  if (issues.length > 0) return fault(inWords(issues))
  const { candidates } = SearchAnswer.parse(answer.json)
  const bare = candidates.filter(({ title, subtitle }) => longNumber.test(`${title} ${subtitle}`))
  return bare.length === 0 ? ok(`${candidates.length} candidates`) : fault(`${bare.length} show a number in full`)
}

/** A part of a phone finds nobody, or numbers could be tried out. */
function nobody(answer: Answer): Outcome {
  if (answer.status === 400) return refused(answer, 'bad_request')
  const count = SearchAnswer.safeParse(answer.json).data?.candidates.length
  return count === 0 ? ok('no candidates') : fault(`${inShort(answer)} with ${count ?? 'unreadable'} candidates`)
}

function mineOnly(answer: Answer, staff: string): Outcome {
  if (answer.status !== 200) return fault(`${inShort(answer)}, not 200`)
  const issues = issuesIn(MineAnswer, answer)
  if (issues.length > 0) return fault(inWords(issues))
  const rows = readListed(answer).orders
  const isMine = ({ tasks }: (typeof rows)[number]) =>
    tasks.some(({ status, assignees }) => status === 'open' && assignees.includes(staff))
  const others = rows.filter((row) => !isMine(row))
  return others.length === 0
    ? ok(`${rows.length} orders`)
    : fault(`${others.length} of ${rows.length} orders have no open task of --staff`)
}

/** What not every address offers. */
export const featureChecks: readonly Check[] = [
  offered('search', 'short', {
    section: 4,
    sent: 'customers.search for two letters',
    needs: ['staff'],
    run: async ({ call }) => refused(await call(search({ q: 'ab' })), 'bad_request'),
  }),
  offered('search', 'phone', {
    section: 4,
    sent: 'customers.search for --phone',
    needs: ['staff', 'phone'],
    run: async ({ call, options }) => fewAndMasked(await call(search({ phones: [options.phone] }))),
  }),
  offered('search', 'part-of-phone', {
    section: 12,
    sent: 'customers.search for the first digits of --phone',
    needs: ['staff', 'phone'],
    run: async ({ call, options }) => nobody(await call(search({ q: options.phone?.slice(0, -3) }))),
  }),
  offered('mine', 'tasks', {
    section: 8,
    sent: 'orders.mine of --staff',
    needs: ['staff'],
    run: async ({ call, options }) =>
      mineOnly(await call({ type: 'orders.mine', data: { limit: 100 } }), options.staff ?? ''),
  }),
]
