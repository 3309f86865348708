import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boards } from '#contract/board'
import { endpoints } from '#contract/endpoint'
import { pictures } from '#contract/picture'
import { Problem } from '#contract/problem'
import { foreignProbes, ownershipOf, type Probe } from './foreign.ts'
import { salespeople, startSalespeople, type Salesperson, type SalespeopleBench } from '../support/start-salespeople.ts'
import { clockOf } from '../support/clock.ts'

const now = Date.parse('2026-11-20T10:00:00+08:00')
let bench: SalespeopleBench

beforeAll(async () => {
  bench = await startSalespeople({ clock: clockOf(() => now) })
})
afterAll(() => bench.close())

/** Everything the user can see of an answer, without the values that differ in every answer. */
function seenOf({ statusCode, headers, body }: LightMyRequestResponse) {
  const moving = /^(?:date|x-request-id|x-ratelimit-.*)$/
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !moving.test(name)))
  return { statusCode, headers: kept, body: body.replace(String(headers['x-request-id']), 'ID') }
}

/** Asks as this one. What does not exist is asked for once: many cases are compared with the same answer. */
function createProbe(who: Salesperson, call: string) {
  const [method] = call.split(' ')
  const ghosts = new Map<string, LightMyRequestResponse>()
  const ask = (url: string, payload?: object) =>
    bench.send(who, { method: method as 'GET', url, ...(payload ? { payload } : {}) })
  return async ({ url, ghost, payload }: Probe) => {
    const foreign = await ask(url, payload)
    const key = ghost + JSON.stringify(payload)
    const answer = ghosts.get(key) ?? (await ask(ghost, payload))
    ghosts.set(key, answer)
    return { foreign, ghost: answer }
  }
}

describe.each(salespeople)('%s', (who) => {
  const probed = Object.entries(foreignProbes).flatMap(([call, probes]) =>
    typeof probes === 'string' ? [] : [[call, probes] as const],
  )

  it.each(probed)('is told by %s neither what is another’s nor whether it is', async (call, probes) => {
    const cases = probes(ownershipOf(who, bench.simulators))
    expect(cases.length).toBeGreaterThan(1)
    const probe = createProbe(who, call)
    for (const each of cases) {
      const answers = await probe(each)
      expect([403, 404], each.url).toContain(answers.foreign.statusCode)
      expect(Problem.safeParse(answers.foreign.json()).success, each.url).toBe(true)
      expect(seenOf(answers.foreign), each.url).toEqual(seenOf(answers.ghost))
    }
  })
})

it('has a probe for every call of the contract', () => {
  expect(Object.keys(foreignProbes).toSorted()).toEqual(
    [...Object.keys(endpoints), ...Object.keys(boards), ...Object.keys(pictures)].toSorted(),
  )
})

it('has left everything of everybody as it was', async () => {
  const { world, vendors } = bench.simulators
  for (const who of salespeople) {
    const notices = vendors.yunzhong.noticesOf(who)
    expect(notices.length).toBeGreaterThan(0)
    for (const push of vendors.yunzhong.pendingPushes(who)) expect(push.sentKeys).toEqual([])
  }
  for (const { externalUserId } of world.contacts) {
    const imported = world.links.filter((link) => link.subject === 'contact' && link.wecom_id === externalUserId)
    const kept = await bench.bff.store.links.ofContact(externalUserId)
    expect(kept.map(({ sourceId }) => sourceId).toSorted()).toEqual(imported.map((link) => link.source_id).toSorted())
  }
})

describe.each(salespeople)('the lists of %s', (who) => {
  async function rowsOf<Row>(path: string): Promise<Row[]> {
    const join = path.includes('?') ? '&' : '?'
    const answer = await bench.send(who, { url: `${path}${join}status=all&limit=200` })
    expect(answer.statusCode).toBe(200)
    return answer.json<{ items: Row[] }>().items
  }
  const staffOf = () => bench.simulators.world.staff.find(({ userid }) => userid === who)

  it('hold todos that remind nobody else, for each customer, too', async () => {
    const own = staffOf()?.youmiId
    const contacts = bench.simulators.world.contacts
      .filter(({ gone, follows }) => !gone && follows.some(({ userid }) => userid === who))
      .map(({ externalUserId }) => `/api/contacts/${externalUserId}/todos`)
    let count = 0
    for (const path of ['/api/me/todos', ...contacts]) {
      for (const { recipients } of await rowsOf<{ recipients: string[] }>(path)) {
        expect(recipients.length === 0 || recipients.includes(own ?? ''), path).toBe(true)
        count += 1
      }
    }
    expect(count).toBeGreaterThan(0)
  })

  it('hold field tasks that this one made or does', async () => {
    const rows = await rowsOf<{ creator: { id: string } | null; receivers: { id: string }[] }>('/api/me/field-tasks')
    expect(rows.length).toBeGreaterThan(0)
    for (const { creator, receivers } of rows) {
      expect([creator?.id, ...receivers.map(({ id }) => id)]).toContain(staffOf()?.waiqinId)
    }
  })

  it('hold SOPs of groups that this one owns', async () => {
    const { chats } = bench.simulators.world
    const owned = chats.filter(({ owner }) => owner === who).map(({ chatId }) => chatId)
    for (const { chatId } of await rowsOf<{ chatId: string }>('/api/me/group-sops')) expect(owned).toContain(chatId)
  })

  it('hold moments and notices that 芸众 has for this one', async () => {
    const { yunzhong } = bench.simulators.vendors
    const jobs = yunzhong.jobsOf(who).map(({ id }) => String(id))
    for (const { jobId } of await rowsOf<{ jobId: string }>('/api/me/moments')) expect(jobs).toContain(jobId)
    const notices = [...yunzhong.noticesOf(who), ...yunzhong.noticesOf(who, true)].map(({ row }) => String(row.id))
    for (const { noticeId } of await rowsOf<{ noticeId: string }>('/api/me/notices'))
      expect(notices).toContain(noticeId)
  })
})

describe('a connection', () => {
  it('does not tell which mobiles have an account', async () => {
    const [who, other] = salespeople
    const { mobile } = bench.simulators.vendors.yunzhong.accountOf(other)
    const connect = (payload: object) =>
      bench.send(who, { method: 'PUT', url: '/api/me/connections/yunzhong', payload })
    const known = await connect({ mobile, password: 'not-the-right-one' })
    const unknown = await connect({ mobile: '13911112222', password: 'not-the-right-one' })
    expect(known.statusCode).toBe(403)
    expect(seenOf(known)).toEqual(seenOf(unknown))
  })

  it('is ended by its own alone', async () => {
    const [first, second] = salespeople
    const isConnected = async (who: Salesperson) => {
      const { sources } = (await bench.send(who, { url: '/api/session' })).json<{
        sources: { id: string; connected: boolean }[]
      }>()
      return sources.find(({ id }) => id === 'yunzhong')?.connected
    }
    await bench.send(first, { method: 'DELETE', url: '/api/me/connections/yunzhong' })
    expect([await isConnected(first), await isConnected(second)]).toEqual([false, true])
  })
})

it('does not unlink what another contact is linked to', async () => {
  const [who] = salespeople
  const { mine, foreign } = ownershipOf(who, bench.simulators)
  const { world } = bench.simulators
  for (const id of foreign.customers) {
    const source = id.startsWith('wxid') ? 'youmi' : 'waiqin'
    await bench.send(who, { method: 'DELETE', url: `/api/contacts/${mine.contact}/links/${source}/${id}` })
    const holder = world.links.find((link) => link.subject === 'contact' && link.source_id === id)
    const kept = await bench.bff.store.links.ofContact(holder?.wecom_id ?? '')
    expect(kept.map(({ sourceId }) => sourceId)).toContain(id)
  }
})
