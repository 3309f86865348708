import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { ContactCard } from '#contract/contact'
import { LinkCandidates } from '#contract/link'
import { FieldTaskList } from '#contract/work'
import { cast } from '../../../src/sandbox/world/cast.ts'
import { clockOf } from '../../support/clock.ts'
import { publicOrigin } from '../../support/start-bff.ts'
import { startWork, type WorkBench } from '../../support/start-work.ts'

const day = 86_400_000
/** The receiver of one task, a manager of customers, and somebody who only follows the contact. */
const [receiver, boss, third] = [cast.colleague, cast.busiest, cast.salesperson]
const contact = cast.stranger
const customer = '880001'
const managed = '880002'
const phoned = '880003'
const phone = '13700009999'

let now = Date.parse('2026-11-20T10:00:00+08:00')
let bench: WorkBench
const cookies = new Map<string, string>()

/** Everybody follows the contact. The customer has one task of the receiver, which is accepted, and three of the manager. */
function furnish({ simulators }: WorkBench): void {
  const { world, vendors } = simulators
  const managers = { cm_manager_id: world.staff.find(({ userid }) => userid === boss)?.waiqinId ?? '' }
  const followed = world.contacts.find(({ externalUserId }) => externalUserId === contact)
  const [example] = followed?.follows ?? []
  for (const { userid } of world.staff)
    if (example && followed?.follows.every((follow) => follow.userid !== userid))
      followed.follows.push({ ...example, userid, remarkMobiles: [phone] })
  vendors.waiqin.addCustomer({ id: customer, cm_name: '右岸店', ...managers })
  vendors.waiqin.addCustomer({ id: managed, cm_name: '左岸店', ...managers })
  vendors.waiqin.addCustomer({ id: phoned, cm_name: '电话店', cm_tel: phone, ...managers })
  const add = (userid: string, customerId = customer) =>
    vendors.waiqin.addFieldTask({ customerId, content: `给 ${userid}`, receiver: userid })
  vendors.waiqin.completeFieldTask(add(receiver))
  for (const customerId of [customer, customer, customer, managed, phoned]) add(boss, customerId)
}

async function start(environment: Record<string, string> = {}): Promise<WorkBench> {
  const work = await startWork({ clock: clockOf(() => now), environment })
  furnish(work)
  now += 60_000
  await work.bff.sync()
  cookies.clear()
  return work
}

async function cookieOf(who: string): Promise<string> {
  const cookie = cookies.get(who) ?? (await bench.bff.signIn(who))
  cookies.set(who, cookie)
  return cookie
}
const get = async (who: string, path: string) =>
  (await bench.bff.get(`/api/contacts/${path}`, await cookieOf(who))).json()
const tasksOf = async (who: string, query = 'status=all') =>
  FieldTaskList.parse(await get(who, `${contact}/field-tasks?${query}`))
async function send(who: string, method: 'PUT' | 'DELETE', sourceId: string, source = 'waiqin') {
  const url = `/api/contacts/${contact}/links/${source}/${sourceId}`
  const answer = await bench.bff.app.inject({
    method,
    url,
    headers: { cookie: await cookieOf(who), origin: publicOrigin },
  })
  return answer.statusCode === 204 ? 204 : answer.json<{ code: string }>().code
}
const importLink = (sourceId: string) =>
  bench.bff.store.links.importRows(
    [{ subject: 'contact', wecomId: contact, source: 'waiqin', sourceId }],
    'import',
    now,
  )
const offeredTo = async (who: string) =>
  LinkCandidates.parse(await get(who, `${contact}/link-candidates?source=waiqin`)).candidates.map((one) => one.sourceId)
/** Whom a list shows whole: how many rows, and how many more there are. */
const sight = ({ items, total, counts, others }: z.infer<typeof FieldTaskList>) => [
  items.length,
  total,
  counts.open + counts.done,
  others,
]

describe('a link that a salesperson made', () => {
  beforeAll(async () => {
    // Without the rule zhouwei's id is unknown.
    bench = await start({ ADMIN_USERIDS: boss.toUpperCase(), WAIQIN_STAFF_ID: '' })
  })
  afterAll(() => bench.close())

  it('shows the customer’s tasks to its maker while he has a reason of his own, and to others theirs alone', async () => {
    expect(await send(receiver, 'PUT', customer)).toBe(204)
    expect(sight(await tasksOf(receiver))).toEqual([4, 4, 4, undefined])
    expect(sight(await tasksOf(third))).toEqual([0, 0, 0, 4])
    expect(sight(await tasksOf(third, 'status=done'))).toEqual([0, 0, 0, 1])
  })

  it('shows them to who manages the customer, whoever made it', async () => {
    expect(sight(await tasksOf(boss))).toEqual([4, 4, 4, undefined])
  })

  it('pages through, and counts, what this reader may see', async () => {
    const first = await tasksOf(receiver, 'status=all&limit=3')
    const rest = await tasksOf(receiver, `status=all&limit=3&cursor=${first.next}`)
    expect([first.items.length, first.total, rest.items.length, rest.next]).toEqual([3, 4, 1, null])
  })

  it('tells who has no staff id nothing, whether there are tasks or not', async () => {
    const without = cast.withoutYoumiId
    const told = await tasksOf(without)
    expect(told).toMatchObject({ state: 'unlinked', needs: 'staff-link', items: [], total: null })
    expect(told).not.toHaveProperty('others')
    const { links } = bench.bff.store
    const link = { source: 'waiqin', sourceId: customer } as const
    const empty = { source: 'waiqin', sourceId: 'without-tasks' } as const
    await links.remove(contact, link, { by: boss, at: now })
    await links.add(contact, { ...empty, name: null, linkedBy: receiver, linkedAt: now })
    expect(await tasksOf(without)).toEqual(told)
    await links.remove(contact, empty, { by: boss, at: now })
    await links.restore(contact, link, now)
  })

  it('cannot be taken away by who could not make it, and the refusal is the same where there is none', async () => {
    expect(await send(third, 'DELETE', customer)).toBe('not_a_candidate')
    expect(await send(third, 'DELETE', '7269195022934925999')).toBe('not_a_candidate')
    expect(sight(await tasksOf(receiver))).toEqual([4, 4, 4, undefined])
  })

  it('opens no more than the reader’s own tasks two years later, nor can it be made again', async () => {
    now += 2 * 365 * day
    cookies.clear()
    await bench.bff.sync()
    expect(sight(await tasksOf(receiver))).toEqual([1, 1, 1, 3])
    expect(await offeredTo(receiver)).not.toContain(customer)
    const elsewhere = bench.simulators.world.contacts.find(
      ({ externalUserId, follows }) => externalUserId !== contact && follows.some(({ userid }) => userid === receiver),
    )
    const url = `/api/contacts/${elsewhere?.externalUserId}/links/waiqin/${customer}`
    const headers = { cookie: await cookieOf(receiver), origin: publicOrigin }
    expect((await bench.bff.app.inject({ method: 'PUT', url, headers })).json()).toMatchObject({
      code: 'not_a_candidate',
    })
  })

  it('can be taken away by its maker all the same', async () => {
    expect(await send(receiver, 'DELETE', customer)).toBe(204)
    expect(await send(receiver, 'DELETE', customer)).toBe('not_a_candidate')
    expect(await tasksOf(receiver)).toMatchObject({ state: 'unlinked', needs: 'contact-link' })
  })
})

describe('a link that an administrator made', () => {
  beforeAll(async () => {
    bench = await start({ ADMIN_USERIDS: boss.toUpperCase() })
  })
  afterAll(() => bench.close())

  it('shows the customer’s tasks to every follower', async () => {
    expect(await send(receiver, 'PUT', customer)).toBe(204)
    expect(sight(await tasksOf(third))).toEqual([0, 0, 0, 4])
    expect(await send(boss, 'PUT', customer)).toBe(204)
    expect(sight(await tasksOf(third))).toEqual([4, 4, 4, undefined])
  })

  it('opens its own customer alone, where the contact has several', async () => {
    await bench.bff.store.links.add(contact, {
      source: 'waiqin',
      sourceId: managed,
      name: null,
      linkedBy: receiver,
      linkedAt: now,
    })
    expect(sight(await tasksOf(third))).toEqual([4, 4, 4, 1])
    expect(sight(await tasksOf(boss))).toEqual([5, 5, 5, undefined])
  })

  it('is taken away by administrators alone where it was imported, and by them whatever it is', async () => {
    await importLink(customer)
    expect(await send(receiver, 'DELETE', customer)).toBe('not_a_candidate')
    const linksOf = async (who: string) => ContactCard.parse(await get(who, contact)).links
    const [first] = await linksOf(receiver)
    expect(first).toMatchObject({ linkedBy: 'import', isFixed: true })
    expect((await linksOf(boss))[0]).not.toHaveProperty('isFixed')
    expect(await send(boss, 'DELETE', customer)).toBe(204)
    expect((await linksOf(receiver)).map(({ sourceId }) => sourceId)).toEqual([managed])
  })

  it('may be brought back as it was', async () => {
    const { links } = bench.bff.store
    expect(await links.restore(contact, { source: 'waiqin', sourceId: customer }, now + 29 * day)).toBe(true)
    expect((await links.ofContact(contact)).map(({ linkedBy }) => linkedBy).toSorted()).toEqual(['import', receiver])
  })

  it('of a friend of 友米 is held to the same rule', async () => {
    const friend = { subject: 'contact', wecomId: contact, source: 'youmi', sourceId: 'wxid_of_a_stranger' } as const
    await bench.bff.store.links.importRows([friend], 'import', now)
    expect(await send(third, 'DELETE', friend.sourceId, 'youmi')).toBe('not_a_candidate')
    expect(await send(third, 'DELETE', 'wxid_of_nobody', 'youmi')).toBe('not_a_candidate')
    expect(await send(boss, 'DELETE', friend.sourceId, 'youmi')).toBe(204)
  })
})

describe('a telephone number that one types', () => {
  beforeAll(async () => {
    bench = await start({ LINK_BY_PHONE: '1' })
  })
  afterAll(() => bench.close())

  it('makes a candidate, and opens no task', async () => {
    expect(await offeredTo(receiver)).toContain(phoned)
    expect(await send(receiver, 'PUT', phoned)).toBe(204)
    expect(sight(await tasksOf(receiver))).toEqual([0, 0, 0, 1])
    expect(sight(await tasksOf(third))).toEqual([0, 0, 0, 1])
    expect(sight(await tasksOf(boss))).toEqual([1, 1, 1, undefined])
  })
})

describe('WAIQIN_VISIBILITY=followers', () => {
  beforeAll(async () => {
    bench = await start({ WAIQIN_VISIBILITY: 'followers' })
  })
  afterAll(() => bench.close())

  it('shows what a salesperson linked to every follower', async () => {
    expect(await send(receiver, 'PUT', customer)).toBe(204)
    expect(sight(await tasksOf(third))).toEqual([4, 4, 4, undefined])
  })
})

describe('WAIQIN_STAFF_ID', () => {
  afterAll(() => bench.close())

  it('makes the source_code a rule only where it says so', async () => {
    bench = await start({ WAIQIN_STAFF_ID: '' })
    const mine = async (who: string) =>
      FieldTaskList.parse((await bench.bff.get('/api/me/field-tasks', await cookieOf(who))).json()).state
    expect([await mine('zhouwei'), await mine(third)]).toEqual(['unlinked', 'fresh'])
    await bench.close()
    bench = await start()
    expect(await mine('zhouwei')).toBe('fresh')
  })
})
