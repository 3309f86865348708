import { createAddresses } from '../../hosts.ts'
import { inShort } from '../answer.ts'
import { fault, notRun, ok, type Check, type Kit, type Outcome } from '../check.ts'
import { masked } from '../masked.ts'
import { inWords, issuesIn, type Issue } from '../issues.ts'
import { ListAnswer } from '../messages/answers.ts'
import { hasOpenTask, readListed, type Row } from '../rows.ts'

/** Which check an issue belongs to, by the field that it is about; the first that fits. */
const kinds = {
  ids: (field: string) => /^(id|customerId|number|sku|trackingNumber)$/.test(field),
  amounts: (field: string, path: string) =>
    /^(payable|paid|refunded|discount|shipping|unitPrice)$/.test(field) || /items\.\d+\.total$/.test(path),
  currency: (field: string) => field === 'currency',
  times: (field: string) => /^(at|asOf|since|\w+At)$/.test(field),
  links: (field: string) => /^(url|imageUrl)$/.test(field),
  shape: () => true,
}
type Kind = keyof typeof kinds

const kindOf = ({ path }: Issue): string | undefined =>
  Object.entries(kinds).find(([, fits]) => fits(String(path.at(-1)), path.join('.')))?.[0]

const rowsOf = ({ facts }: Kit): Row[] => (facts.all ? readListed(facts.all).orders : [])

/** A check of the customer's rows, which needs some. */
const ofRows = (id: string, run: (kit: Kit, rows: Row[]) => Outcome): Check => ({
  id: `orders.${id}`,
  section: 6,
  sent: 'orders.list',
  needs: ['contact', 'staff'],
  run(kit) {
    const rows = rowsOf(kit)
    return rows.length === 0 ? notRun('no order came for --contact') : run(kit, rows)
  },
})

const ofKind = (kind: Kind): Check =>
  ofRows(kind, ({ facts }) => {
    const answers = [facts.all, facts.open].filter((answer) => answer !== null)
    const issues = answers.flatMap((answer) => issuesIn(ListAnswer, answer)).filter((issue) => kindOf(issue) === kind)
    return issues.length === 0 ? ok('as the schema says') : fault(inWords(issues))
  })

const counted = (rows: readonly unknown[], of: readonly unknown[], fault_: string): Outcome =>
  rows.length === 0 ? ok(`${of.length} orders`) : fault(`${rows.length} of ${of.length} orders ${fault_}`)

const isOver = (row: Row): boolean => /^(completed|closed)$/.test(row.status) && !hasOpenTask(row)
const taskIds = (row: Row): string[] => row.tasks.map(({ id }) => id)
const hasTaskTwice = (row: Row): boolean => new Set(taskIds(row)).size < row.tasks.length

const withTasks = (row: Row): string => `${row.id}: ${taskIds(row).join()}`

/** That tasks keep their ids, or each opening would show them as new. An order that has changed meanwhile counts as well. */
function sameTasks(rows: Row[], again: Row[]): Outcome {
  const [ids, before] = [new Set(rows.map(({ id }) => id)), new Set(rows.map(withTasks))]
  const changed = again.filter((row) => ids.has(row.id) && !before.has(withTasks(row)))
  return counted(changed, again, 'had other task ids in a second call')
}

/** That orders are what they are said to be, and the customer's own. */
export const orderChecks: readonly Check[] = [
  {
    id: 'orders.match',
    section: 5,
    sent: 'orders.list of --contact',
    needs: ['contact', 'staff'],
    run({ facts: { all } }) {
      if (!all) return fault('no answer')
      const { match, orders } = readListed(all)
      if (all.status !== 200 || match !== 'one') return fault(`${inShort(all)}, not 200 with match one`)
      return ok(`match one with ${orders.length} orders`)
    },
  },
  ofKind('ids'),
  ofKind('amounts'),
  ofKind('currency'),
  ofKind('times'),
  ofKind('links'),
  ofKind('shape'),
  ofRows('link-hosts', ({ options }, rows) => {
    const { linkHosts } = options
    if (!linkHosts) return notRun('ORDERS_LINK_HOSTS is not set')
    const addressOf = createAddresses(linkHosts)
    const wrong = rows.filter(({ links }) => links.some(({ url }) => addressOf(url) === null))
    return counted(wrong, rows, 'have a link to a host that ORDERS_LINK_HOSTS does not list')
  }),
  ofRows('customer', ({ facts }, rows) => {
    const owner = facts.all && readListed(facts.all).customer?.customerId
    return counted(
      rows.filter(({ customerId }) => customerId !== owner),
      rows,
      'name another customer',
    )
  }),
  ofRows('masked', (_kit, rows) => {
    const bare = rows.filter(({ receiver }) => receiver && !masked(receiver))
    return counted(bare, rows, 'show a name, a phone or a street of the receiver')
  }),
  ofRows('open', ({ facts }) => {
    const rows = facts.open ? readListed(facts.open).orders : []
    return counted(rows.filter(isOver), rows, 'of status=open are over and have no open task')
  }),
  ofRows('open-tasks', ({ facts }, rows) => {
    const open = new Set(facts.open ? readListed(facts.open).orders.map(({ id }) => id) : [])
    const owed = rows.filter((row) => hasOpenTask(row))
    return counted(
      owed.filter(({ id }) => !open.has(id)),
      owed,
      'have an open task and are missing in status=open',
    )
  }),
  ofRows('task-ids', ({ facts }, rows) => {
    const twice = rows.filter(hasTaskTwice)
    if (twice.length > 0) return counted(twice, rows, 'have a task id twice')
    return sameTasks(rows, facts.again ? readListed(facts.again).orders : [])
  }),
]
