import { expect, it } from 'vitest'
import { FieldTaskList } from '#contract/work'
import { seedContact } from '../../support/start-yunzhong.ts'
import { useWork } from '../../support/use-work.ts'

type FieldTaskList = ReturnType<typeof FieldTaskList.parse>

const path = `/api/contacts/${seedContact}/field-tasks`
const customer = '7269195022934925565'
const work = useWork()

const ask = async (cookie = work.me, url = path) => (await work.bff.get(url, cookie)).json<unknown>()
const list = async (cookie = work.me) => FieldTaskList.parse(await ask(cookie))

async function hits(): Promise<number> {
  const { body } = await work.bff.get('/metrics')
  return Number(/cache_reads_total\{cache="answer",result="hit"\} (\d+)/.exec(body)?.[1] ?? 0)
}

it('answers the same question the same while nothing was written', async () => {
  const [first, before] = [await work.bff.get(path, work.me), await hits()]
  const second = await work.bff.get(path, work.me)
  expect(await hits()).toBe(before + 1)
  expect(second.body).toBe(first.body)
  const plain = ({ headers }: typeof first) =>
    Object.keys(headers).map((name) => (/^x-|^date$/.test(name) ? name : `${name}: ${String(headers[name])}`))
  expect(plain(second)).toEqual(plain(first))
})

it('shows a row as overdue as soon as it is', async () => {
  const next = (await list()).items.find(({ overdue, dueAt }) => !overdue && dueAt !== null)
  const before = (await list()).counts
  work.now = Date.parse(next?.dueAt ?? '') + 1
  const { items, counts } = await list()
  expect(items.find(({ id }) => id === next?.id)?.overdue).toBe(true)
  expect(counts.overdue).toBeGreaterThan(before.overdue)
})

it('shows what a mirror has written', async () => {
  const before = (await list()).total ?? 0
  work.simulators.vendors.waiqin.addFieldTask({ customerId: customer, content: '送冰柜', receiver: 'mengxiangyu' })
  work.now += 60_000
  await work.bff.sync()
  expect((await list()).total).toBe(before + 1)
})

it('says to each person what is his', async () => {
  const { follows = [] } =
    work.simulators.world.contacts.find(({ externalUserId }) => externalUserId === seedContact) ?? {}
  const colleague = follows.find(({ userid }) => userid !== 'mengxiangyu')?.userid ?? ''
  const mineOf = ({ items }: FieldTaskList) => items.filter(({ mine }) => mine).map(({ id }) => id)
  const [own, other] = [await list(), await list(await work.bff.signIn(colleague))]
  expect(other.total).toBe(own.total)
  expect(mineOf(other)).not.toEqual(mineOf(own))
})

it('follows the links', async () => {
  const link = (await work.bff.store.links.ofContact(seedContact)).filter(({ source }) => source === 'waiqin')
  expect((await list()).state).toBe('fresh')
  for (const { source, sourceId } of link) await work.bff.store.links.remove(seedContact, source, sourceId)
  expect(await list()).toMatchObject({ state: 'unlinked', items: [] })
  for (const each of link) await work.bff.store.links.add(seedContact, each)
  expect((await list()).state).toBe('fresh')
})

it('is refused to who no longer follows the contact', async () => {
  await list()
  const contact = work.simulators.world.contacts.find(({ externalUserId }) => externalUserId === seedContact)
  if (!contact) throw new Error('no such contact')
  contact.follows = contact.follows.filter(({ userid }) => userid !== 'mengxiangyu')
  work.now += 301_000
  expect(await ask()).toMatchObject({ code: 'not_a_follower' })
})
