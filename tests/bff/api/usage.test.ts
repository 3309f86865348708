import { afterAll, beforeAll, expect, it } from 'vitest'
import { LinkCandidates } from '#contract/link'
import { cast } from '../../../src/sandbox/world/cast.ts'
import { clockOf } from '../../support/clock.ts'
import { seedContact, seedStaff, startYunzhongWork, type YunzhongBench } from '../../support/start-yunzhong.ts'

const hourMs = 3_600_000
let now = Date.parse('2026-11-20T10:00:00+08:00')
let bench: YunzhongBench
let me: string

beforeAll(async () => {
  bench = await startYunzhongWork({ clock: clockOf(() => now) })
  me = await bench.bff.signIn(seedStaff)
  await bench.connect(me, seedStaff)
})
afterAll(() => bench.close())

async function figures() {
  const { body } = await bench.bff.get('/metrics')
  const valueOf = (line: string) =>
    Number(
      body
        .split('\n')
        .find((each) => each.startsWith(`${line} `))
        ?.split(' ')[1],
    )
  const [opened, placed, linked] = ['opened', 'placed', 'linked'].map((use) =>
    valueOf(`sidedesk_usage_total{use="${use}"}`),
  )
  return { opened, placed, linked, people: valueOf('sidedesk_people_today') }
}

it('what is opened, placed and linked is counted once it is done, and how many people did it', async () => {
  expect(await figures()).toEqual({ opened: 0, placed: 0, linked: 0, people: 0 })
  await bench.bff.get(`/api/contacts/${seedContact}`, me)
  await bench.bff.get(`/api/chats/${cast.seedChat}/board`, me)
  await bench.bff.get('/api/me/board', me)
  await bench.bff.get(`/api/contacts/${seedContact}/todos`, me)
  expect(await figures()).toEqual({ opened: 3, placed: 0, linked: 0, people: 1 })
  expect((await bench.send('PUT', `contacts/${seedContact}/pushes/701/placements/0`, me)).statusCode).toBe(204)
  const answer = await bench.bff.get(`/api/contacts/${cast.managed}/link-candidates?source=waiqin`, me)
  const [candidate] = LinkCandidates.parse(answer.json()).candidates
  const link = `contacts/${cast.managed}/links/waiqin/${candidate?.sourceId}`
  expect((await bench.send('PUT', link, me)).statusCode).toBe(204)
  await bench.send('DELETE', link, me)
  expect(await figures()).toEqual({ opened: 3, placed: 1, linked: 1, people: 1 })
})

it('what is refused is of no use to anybody, nor is what is not asked by a person, or was open already', async () => {
  const before = await figures()
  await bench.bff.get('/api/contacts/wmNobody', me)
  await bench.bff.get(`/api/contacts/${seedContact}`)
  await bench.send('PUT', `contacts/${seedContact}/links/waiqin/nothing-of-mine`, me)
  await bench.send('PUT', `contacts/${seedContact}/pushes/999999/placements/0`, me)
  const headers = { cookie: me, 'cache-control': 'no-cache' }
  expect((await bench.bff.app.inject({ url: `/api/contacts/${seedContact}`, headers })).statusCode).toBe(200)
  expect(await figures()).toEqual(before)
})

it('people are counted anew at midnight in China, and named nowhere', async () => {
  await bench.bff.get(`/api/contacts/${cast.ofColleague}`, await bench.bff.signIn(cast.colleague))
  expect((await figures()).people).toBe(2)
  expect((await bench.bff.get('/metrics')).body.toLowerCase()).not.toMatch(/mengxiangyu|linxiaomei/)
  now += 13 * hourMs
  expect((await figures()).people).toBe(2)
  now += 2 * hourMs
  expect((await figures()).people).toBe(0)
  await bench.bff.get(`/api/contacts/${seedContact}`, await bench.bff.signIn(seedStaff))
  expect((await figures()).people).toBe(1)
})
