import { afterAll, beforeAll, expect, it } from 'vitest'
import { FieldTaskList } from '#contract/work'
import { seedContact } from '../start-yunzhong.ts'
import { startWork, type WorkBench } from '../start-work.ts'

type FieldTaskList = ReturnType<typeof FieldTaskList.parse>

const path = `/api/contacts/${seedContact}/field-tasks`
const customer = '7269195022934925565'
let now = Date.parse('2026-11-20T10:00:00+08:00')
let bench: WorkBench
let me: string

beforeAll(async () => {
  bench = await startWork({ clock: () => now })
  me = await bench.bff.signIn('mengxiangyu')
})
afterAll(() => bench.close())

const ask = async (cookie = me, url = path) => (await bench.bff.get(url, cookie)).json<unknown>()
const list = async (cookie = me) => FieldTaskList.parse(await ask(cookie))

async function hits(): Promise<number> {
  const { body } = await bench.bff.get('/metrics')
  return Number(/cache_reads_total\{cache="answer",result="hit"\} (\d+)/.exec(body)?.[1] ?? 0)
}

it('answers the same question the same while nothing was written', async () => {
  const [first, before] = [await bench.bff.get(path, me), await hits()]
  const second = await bench.bff.get(path, me)
  expect(await hits()).toBe(before + 1)
  expect(second.body).toBe(first.body)
  const plain = ({ headers }: typeof first) =>
    Object.keys(headers).map((name) => (/^x-|^date$/.test(name) ? name : `${name}: ${String(headers[name])}`))
  expect(plain(second)).toEqual(plain(first))
})

it('shows a row as overdue as soon as it is', async () => {
  const next = (await list()).items.find(({ overdue, dueAt }) => !overdue && dueAt !== null)
  const before = (await list()).counts
  now = Date.parse(next?.dueAt ?? '') + 1
  const { items, counts } = await list()
  expect(items.find(({ id }) => id === next?.id)?.overdue).toBe(true)
  expect(counts.overdue).toBeGreaterThan(before.overdue)
})

it('shows what a mirror has written', async () => {
  const before = (await list()).total ?? 0
  bench.simulators.vendors.waiqin.addFieldTask({ customerId: customer, content: '送冰柜', receiver: 'mengxiangyu' })
  now += 60_000
  await bench.bff.sync()
  expect((await list()).total).toBe(before + 1)
})

it('says to each person what is his', async () => {
  const { follows = [] } =
    bench.simulators.world.contacts.find(({ externalUserId }) => externalUserId === seedContact) ?? {}
  const colleague = follows.find(({ userid }) => userid !== 'mengxiangyu')?.userid ?? ''
  const mineOf = ({ items }: FieldTaskList) => items.filter(({ mine }) => mine).map(({ id }) => id)
  const [own, other] = [await list(), await list(await bench.bff.signIn(colleague))]
  expect(other.total).toBe(own.total)
  expect(mineOf(other)).not.toEqual(mineOf(own))
})

it('follows the links', async () => {
  const link = (await bench.bff.store.links.ofContact(seedContact)).filter(({ source }) => source === 'waiqin')
  expect((await list()).state).toBe('fresh')
  for (const { source, sourceId } of link) await bench.bff.store.links.remove(seedContact, source, sourceId)
  expect(await list()).toMatchObject({ state: 'unlinked', items: [] })
  for (const each of link) await bench.bff.store.links.add(seedContact, each)
  expect((await list()).state).toBe('fresh')
})

it('is refused to who no longer follows the contact', async () => {
  await list()
  const contact = bench.simulators.world.contacts.find(({ externalUserId }) => externalUserId === seedContact)
  if (!contact) throw new Error('no such contact')
  contact.follows = contact.follows.filter(({ userid }) => userid !== 'mengxiangyu')
  now += 301_000
  expect(await ask()).toMatchObject({ code: 'not_a_follower' })
})
