import { fault, notRun, ok, type Check, type Kit, type Outcome } from '../check.ts'
import type { Need } from '../options.ts'
import { listOf } from '../facts.ts'
import { refused } from '../refused.ts'
import { readListed } from '../rows.ts'
import { walk } from '../walk.ts'

const needs: readonly Need[] = ['contact', 'staff']

/** One by one the same orders must come as a hundred at a time: those of whole pages are the measure. */
async function sameOneByOne(kit: Kit, contact: string): Promise<Outcome> {
  const many = await walk(kit, contact, 100)
  const ones = await walk(kit, contact, 1)
  const problem = many.fault ?? ones.fault
  if (problem !== null) return fault(problem)
  const wanted = ones.isWhole ? many.ids : many.ids.slice(0, ones.ids.length)
  const missing = wanted.filter((id) => !ones.ids.includes(id)).length
  const repeated = ones.ids.length - new Set(ones.ids).size
  if (missing > 0) return fault(`${missing} of ${wanted.length} orders are lost one by one`)
  if (repeated > 0) return fault(`${repeated} orders came twice`)
  return ok(`${ones.ids.length} orders, each once`)
}

const cursorOf = async ({ call }: Kit, contact: string): Promise<string | null> =>
  readListed(await call(listOf(contact, { limit: 1 }))).next ?? null

/** That all orders can be reached, each once. */
export const pagingChecks: readonly Check[] = [
  {
    id: 'paging.one-by-one',
    section: 9,
    sent: 'orders.list, limit 1, until next is null',
    needs,
    run: (kit) => sameOneByOne(kit, kit.options.contact ?? ''),
  },
  {
    id: 'paging.newest-first',
    section: 9,
    sent: 'orders.list',
    needs,
    run({ facts: { all } }) {
      const times = all ? readListed(all).orders.map(({ createdAt }) => Date.parse(createdAt)) : []
      const isSorted = times.every((time, index) => index === 0 || !(time > (times[index - 1] ?? time)))
      return isSorted ? ok(`${times.length} orders`) : fault('createdAt does not descend')
    },
  },
  {
    id: 'paging.total',
    section: 9,
    sent: 'orders.list, limit 100',
    needs,
    run({ facts: { all } }) {
      if (!all) return notRun('no answer')
      const { total, orders, next } = readListed(all)
      if (typeof total !== 'number') return notRun('no total is told, which is allowed')
      const isRight = next ? total > orders.length : total === orders.length
      return isRight ? ok(`total ${total}`) : fault(`total ${total}, but ${orders.length} orders`)
    },
  },
  {
    id: 'paging.broken-cursor',
    section: 9,
    sent: 'orders.list with a made-up cursor',
    needs,
    async run({ call, options: { contact = '' } }) {
      return refused(await call(listOf(contact, { cursor: 'bm90IGEgY3Vyc29y' })), 'bad_request')
    },
  },
  {
    id: 'paging.foreign-cursor',
    section: 9,
    sent: "orders.list of --other with a cursor of --contact's",
    needs: [...needs, 'other'],
    async run(kit) {
      const { contact = '', other = '' } = kit.options
      if (!kit.facts.other || readListed(kit.facts.other).match !== 'one') return notRun('--other is not matched')
      const cursor = await cursorOf(kit, contact)
      if (cursor === null) return notRun('--contact has one order only, so there is no cursor')
      return refused(await kit.call(listOf(other, { cursor })), 'bad_request')
    },
  },
]
