import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ContactCard } from '#contract/contact'
import { LinkCandidates } from '#contract/link'
import { FieldTaskList } from '#contract/work'
import { publicOrigin } from '../../support/start-bff.ts'
import { startWork, type WorkBench } from '../../support/start-work.ts'
import { clockOf } from '../../support/clock.ts'

const seed = 'wmSeedChenXiaoyuAAAAAAAAAAAAAAAAAA'
const now = Date.parse('2026-11-20T10:00:00+08:00')
let bench: WorkBench
let me: string
/** A contact whom the user follows, who has a customer of the user's at the vendor and no link yet. */
let contact: string

beforeAll(async () => {
  bench = await startWork({ clock: clockOf(() => now) })
  me = await bench.bff.signIn('mengxiangyu')
  const { world } = bench.simulators
  const linked = new Set(world.links.map(({ wecom_id }) => wecom_id))
  const isMine = (one: (typeof world.contacts)[number]) => one.follows.some(({ userid }) => userid === 'mengxiangyu')
  const found = world.contacts.find((one) => isMine(one) && !one.gone && !linked.has(one.externalUserId))
  contact = found?.externalUserId ?? ''
})
afterAll(() => bench.close())

const get = (path: string, cookie = me) => bench.bff.get(`/api/${path}`, cookie)
const send = (method: 'PUT' | 'DELETE', path: string, cookie = me) =>
  bench.bff.app.inject({ method, url: `/api/${path}`, headers: { cookie, origin: publicOrigin } })
const candidatesOf = async (source: string, q = '') =>
  LinkCandidates.parse(
    (await get(`contacts/${contact}/link-candidates?source=${source}&q=${encodeURIComponent(q)}`)).json(),
  )
const audit = () => bench.bff.logged.filter((line) => line.includes('"audit"')).map((line) => JSON.parse(line))

describe('linking a contact', () => {
  it('offers each candidate with its reasons, and tells which are linked already', async () => {
    const answer = await get(`contacts/${seed}/link-candidates?source=waiqin`)
    const [first] = LinkCandidates.parse(answer.json()).candidates
    expect(first).toMatchObject({
      sourceId: '7269195022934925565',
      reasons: ['same_phone', 'i_manage', 'my_task'],
      isLinked: true,
    })
  })

  it('tells which candidates belong to another contact, and not to whom', async () => {
    const { candidates } = await candidatesOf('waiqin')
    const ofSeed = candidates.find(({ sourceId }) => sourceId === '7269195022934925565')
    expect(ofSeed).toMatchObject({ isLinked: false, isLinkedElsewhere: true })
    expect(JSON.stringify(candidates)).not.toContain(seed)
    const answer = await get(`contacts/${seed}/link-candidates?source=waiqin`)
    expect(LinkCandidates.parse(answer.json()).candidates[0]).toMatchObject({ isLinkedElsewhere: false })
  })

  it('is narrowed by what is typed', async () => {
    const all = (await candidatesOf('waiqin')).candidates
    const some = (await candidatesOf('waiqin', all[1]?.title)).candidates
    expect(some.length).toBeGreaterThan(0)
    expect(some.length).toBeLessThan(all.length)
    expect((await candidatesOf('waiqin', '没有这样的店')).candidates).toEqual([])
  })

  it('makes the tasks of the customer appear, and unlinking makes them go', async () => {
    const path = `contacts/${contact}/field-tasks?status=all`
    expect((await get(path)).json()).toMatchObject({ state: 'unlinked', needs: 'contact-link' })
    const [candidate] = (await candidatesOf('waiqin')).candidates
    const link = `contacts/${contact}/links/waiqin/${candidate?.sourceId}`
    expect((await send('PUT', link)).statusCode).toBe(204)
    expect((await send('PUT', link)).statusCode).toBe(204)
    const list = FieldTaskList.parse((await get(path)).json())
    expect(list.items.length).toBeGreaterThan(0)
    expect(list.items.every(({ customer }) => customer.id === candidate?.sourceId)).toBe(true)
    const card = ContactCard.parse((await get(`contacts/${contact}`)).json())
    expect(card.links).toMatchObject([{ source: 'waiqin', linkedBy: 'mengxiangyu', name: candidate?.title }])
    expect((await send('DELETE', link)).statusCode).toBe(204)
    expect((await send('DELETE', link)).statusCode).toBe(204)
    expect((await get(path)).json()).toMatchObject({ state: 'unlinked' })
  })

  it('is logged: who linked whom to what', async () => {
    const lines = audit()
    const fields = { userid: 'mengxiangyu', externalUserId: contact, source: 'waiqin' }
    expect(lines.find(({ audit }) => audit === 'link.put')).toMatchObject({ ...fields, reasons: expect.any(Array) })
    expect(lines.find(({ audit }) => audit === 'link.delete')).toMatchObject({ ...fields, isRemoved: true })
  })

  it('is refused for what is not offered now', async () => {
    const all = (await candidatesOf('waiqin')).candidates.map(({ sourceId }) => sourceId)
    for (const id of ['7269195022934925999', 'nobody', all[0]?.slice(1)]) {
      const answer = await send('PUT', `contacts/${contact}/links/waiqin/${id}`)
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([403, 'not_a_candidate'])
    }
  })

  it('offers a friend of 友米 only to who has a todo with him', async () => {
    const { candidates } = await candidatesOf('youmi')
    expect(candidates.length).toBeGreaterThan(0)
    expect(candidates.every(({ reasons }) => reasons.join() === 'my_todo')).toBe(true)
    const answer = await send('PUT', `contacts/${contact}/links/youmi/wxid_of_a_stranger`)
    expect(answer.json()).toMatchObject({ code: 'not_a_candidate', status: 403 })
  })

  it('is for followers alone, either way', async () => {
    const { world } = bench.simulators
    const follows = world.contacts.find(({ externalUserId }) => externalUserId === contact)?.follows ?? []
    const outsider = world.staff.find(({ userid }) => follows.every((follow) => follow.userid !== userid))
    const cookie = await bench.bff.signIn(outsider?.userid ?? '')
    const link = `contacts/${contact}/links/waiqin/7269195022934925565`
    for (const method of ['PUT', 'DELETE'] as const) {
      expect((await send(method, link, cookie)).json()).toMatchObject({ code: 'not_a_follower' })
    }
    expect((await get(`contacts/${contact}/link-candidates?source=waiqin`, cookie)).statusCode).toBe(403)
  })

  it('knows no other source, and no id that is none', async () => {
    expect((await get(`contacts/${contact}/link-candidates?source=tanma`)).json()).toMatchObject({
      code: 'bad_request',
    })
    const odd = await send('PUT', `contacts/${contact}/links/waiqin/${encodeURIComponent('a/../b')}`)
    expect(odd.json()).toMatchObject({ code: 'bad_request' })
  })
})

describe('without a vendor', () => {
  it('says that the source is not connected', async () => {
    const none = { YOUMI_API_URL: '', YOUMI_TOKEN_URL: '', YOUMI_CLIENT_ID: '', YOUMI_CLIENT_SECRET: '' }
    const bare = await startWork({ clock: clockOf(() => now), environment: none })
    try {
      const cookie = await bare.bff.signIn('mengxiangyu')
      expect((await bare.bff.get('/api/me/todos', cookie)).json()).toMatchObject({ state: 'unconfigured' })
      const answer = await bare.bff.get(`/api/contacts/${seed}/link-candidates?source=youmi`, cookie)
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, 'source_unconfigured'])
    } finally {
      await bare.close()
    }
  })
})
