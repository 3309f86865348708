import { describe, expect, it } from 'vitest'
import { ContactCard } from '#contract/contact'
import { FieldTaskList } from '#contract/work'
import { useWork } from '../../support/use-work.ts'

const contact = 'wmSeedChenXiaoyuAAAAAAAAAAAAAAAAAA'
const customer = '7269195022934925565'
const work = useWork()

const listOf = async (path: string, headers = {}) =>
  FieldTaskList.parse((await work.bff.get(`/api/${path}`, work.me, headers)).json())
const refresh = { 'cache-control': 'no-cache' }
const ids = ({ items }: { items: { id: string }[] }) => items.map(({ id }) => id)

describe('the field tasks of a contact', () => {
  it('hold the task of the vendor’s own page', async () => {
    const { items, state } = await listOf(`contacts/${contact}/field-tasks?status=done`)
    expect(state).toBe('fresh')
    expect(items.find(({ id }) => id === 'waiqin:10001')).toMatchObject({
      stage: 'submitted',
      title: '任务内容',
      customer: { id: customer, name: '晓雨便利店' },
    })
  })

  it('are about the linked customer alone, and counted alone', async () => {
    const { items, counts, total } = await listOf(`contacts/${contact}/field-tasks?status=all`)
    expect(new Set(items.map((task) => task.customer.id))).toEqual(new Set([customer]))
    expect(counts.open + counts.done).toBe(total)
  })

  it('cost the vendor no call', async () => {
    const { seen } = work.simulators.vendors.waiqin
    const before = seen.length
    await listOf(`contacts/${contact}/field-tasks`)
    await listOf('me/field-tasks')
    expect(seen.length).toBe(before)
  })

  it('show what is new, what changed and what was deleted to who pulls to refresh', async () => {
    const { waiqin } = work.simulators.vendors
    const task = { customerId: customer, content: '送冰柜', receiver: 'mengxiangyu' }
    const added = waiqin.addFieldTask(task)
    work.now += 60_000
    expect(ids(await listOf(`contacts/${contact}/field-tasks`, refresh))).toContain(`waiqin:${added}`)
    waiqin.completeFieldTask(added)
    work.now += 60_000
    expect(ids(await listOf(`contacts/${contact}/field-tasks?status=done`, refresh))).toContain(`waiqin:${added}`)
    waiqin.deleteFieldTask(added)
    work.now += 60_000
    expect(ids(await listOf(`contacts/${contact}/field-tasks?status=all`, refresh))).not.toContain(`waiqin:${added}`)
  })

  it('are the mirrored ones while the vendor is down, as of when it was last read', async () => {
    const before = await listOf(`contacts/${contact}/field-tasks`)
    work.simulators.vendors.waiqin.fault = 'refusing'
    work.now += 60_000
    const list = await listOf(`contacts/${contact}/field-tasks`, refresh)
    expect(list).toMatchObject({
      state: 'stale',
      asOf: before.asOf,
      problem: { code: 'upstream_refused', source: 'waiqin' },
    })
    expect(ids(list)).toEqual(ids(before))
    work.simulators.vendors.waiqin.fault = 'none'
    work.now += 600_000
    expect((await listOf(`contacts/${contact}/field-tasks`, refresh)).state).toBe('fresh')
  })

  it('need no staff id of mine: whose they are is then not known to be me', async () => {
    const { world } = work.simulators
    const follower = world.contacts
      .find(({ externalUserId }) => externalUserId === contact)
      ?.follows.find(({ userid }) => userid !== 'mengxiangyu')
    const cookie = await work.bff.signIn(follower?.userid ?? '')
    const answer = await work.bff.get(`/api/contacts/${contact}/field-tasks`, cookie)
    expect(FieldTaskList.parse(answer.json()).items.length).toBeGreaterThan(0)
  })

  it('are mine alone where only mine are wanted', async () => {
    const all = await listOf(`contacts/${contact}/field-tasks?status=all`)
    const mine = await listOf(`contacts/${contact}/field-tasks?status=all&mine=1`)
    expect(ids(mine)).toEqual(ids({ items: all.items.filter((task) => task.mine) }))
  })
})

describe('my field tasks', () => {
  it('are those that I receive or made', async () => {
    const { items } = await listOf('me/field-tasks?limit=200&status=all')
    expect(items.length).toBeGreaterThan(10)
    expect(items.every(({ mine }) => mine)).toBe(true)
  })

  it('have overdue ones first', async () => {
    const { items, counts } = await listOf('me/field-tasks?limit=200')
    expect(items.slice(0, counts.overdue).every(({ overdue }) => overdue)).toBe(true)
    expect(items.slice(counts.overdue).some(({ overdue }) => overdue)).toBe(false)
  })
})

it('a field task is overdue as soon as its time has passed', async () => {
  const before = await listOf(`contacts/${contact}/field-tasks`)
  const next = before.items.find(({ overdue, dueAt }) => !overdue && dueAt !== null)
  work.now = Date.parse(next?.dueAt ?? '') + 1
  const { items, counts } = await listOf(`contacts/${contact}/field-tasks`)
  expect(items.find(({ id }) => id === next?.id)?.overdue).toBe(true)
  expect(counts.overdue).toBeGreaterThan(before.counts.overdue)
})

it('a link that an import made has the name that 勤策 has for its customer', async () => {
  const card = ContactCard.parse((await work.bff.get(`/api/contacts/${contact}`, work.me)).json())
  expect(card.links.find(({ source }) => source === 'waiqin')).toMatchObject({ sourceId: customer, name: '晓雨便利店' })
})
