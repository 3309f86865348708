import assert from 'node:assert/strict'
import { cast } from '../../../src/sandbox/world/cast.ts'
import { call, type Fleet } from './fleet.ts'

/** Calls a minute per salesperson, for these checks. */
export const callsPerMinute = 300
const candidatesPath = `/api/contacts/${cast.samePhone}/link-candidates?source=waiqin`

const statusesOf = (answers: readonly Response[]) => answers.map(({ status }) => status)
const all = <T>({ instances }: Fleet, value: T): T[] => instances.map(() => value)
const bodiesOf = <T>(answers: readonly Response[]) =>
  Promise.all(answers.map((answer) => answer.json())) as Promise<T[]>

async function signsIn(fleet: Fleet): Promise<string> {
  const cookie = await fleet.signIn()
  const [begun, ended] = fleet.front.served.slice(-2)
  assert.notEqual(begun, ended)
  assert.deepEqual(statusesOf(await fleet.everywhere('/api/session', cookie)), all(fleet, 200))
  return 'begun at one, ended at another, good at each'
}

async function keepsLinks(fleet: Fleet): Promise<string> {
  const cookie = await fleet.signIn()
  const { front } = fleet
  const { candidates } = (await (await call(front.url, candidatesPath, cookie)).json()) as {
    candidates: { sourceId: string }[]
  }
  const path = `/api/contacts/${cast.samePhone}/links/waiqin/${candidates[0]?.sourceId}`
  const linksOf = async () => {
    const cards = await bodiesOf<{ links: unknown[] }>(
      await fleet.everywhere(`/api/contacts/${cast.samePhone}`, cookie),
    )
    return cards.map(({ links }) => links.length)
  }
  assert.deepEqual(await linksOf(), all(fleet, 0))
  assert.equal((await call(front.url, path, cookie, { method: 'PUT' })).status, 204)
  assert.deepEqual(await linksOf(), all(fleet, 1))
  assert.equal((await call(front.url, path, cookie, { method: 'DELETE' })).status, 204)
  assert.deepEqual(await linksOf(), all(fleet, 0))
  return 'made and taken back, seen at each on the next call'
}

async function keepsConnections(fleet: Fleet): Promise<string> {
  const cookie = await fleet.signIn()
  const account = fleet.simulators.vendors.yunzhong.accountOf(cast.salesperson)
  const json = { mobile: account.mobile, password: account.password }
  const path = '/api/me/connections/yunzhong'
  const statesOf = async () => {
    const lists = await bodiesOf<{ state: string }>(await fleet.everywhere('/api/me/notices', cookie))
    return lists.map(({ state }) => state)
  }
  assert.equal((await call(fleet.front.url, path, cookie, { method: 'PUT', json })).status, 204)
  assert.deepEqual(await statesOf(), all(fleet, 'fresh'))
  assert.equal((await call(fleet.front.url, path, cookie, { method: 'DELETE' })).status, 204)
  assert.deepEqual(await statesOf(), all(fleet, 'disconnected'))
  return 'connected at one, used and ended at each'
}

async function takesAway(fleet: Fleet): Promise<string> {
  const { wecom } = fleet.simulators.vendors
  await wecom.setCallbackUrl(`${fleet.front.url}/wecom/callback`)
  const cookie = await fleet.signIn()
  const mayAnywhere = async () => statusesOf(await fleet.everywhere(`/api/contacts/${cast.idle}`, cookie))
  assert.deepEqual(await mayAnywhere(), all(fleet, 200))
  await wecom.unfollow(cast.idle, cast.salesperson)
  assert.deepEqual(await mayAnywhere(), all(fleet, 403))
  await wecom.follow(cast.idle, cast.salesperson)
  assert.deepEqual(await mayAnywhere(), all(fleet, 200))
  return 'one callback at one: refused at each on the next call'
}

async function renewsOnce(fleet: Fleet): Promise<string> {
  const { wecom } = fleet.simulators.vendors
  const asked = () => wecom.seen.filter(({ operation }) => operation === 'gettoken').length
  const cookie = await fleet.signIn()
  const before = asked()
  wecom.expireTokens()
  const asking = fleet.instances.map(({ url }) => call(url, `/api/contacts/${cast.emoji}`, cookie))
  assert.deepEqual(statusesOf(await Promise.all(asking)), all(fleet, 200))
  assert.equal(asked() - before, 1)
  return 'revoked early: one gettoken for all'
}

async function countsAtEach(fleet: Fleet): Promise<string> {
  // A user who has made no call in this minute.
  const cookie = await fleet.signIn(cast.withoutYoumiId)
  const most = callsPerMinute * fleet.instances.length
  let passed = 0
  for (let asked = 0; asked < most + 50; asked += 1)
    if ((await call(fleet.front.url, '/api/session', cookie)).status === 200) passed += 1
  assert.equal(passed, most)
  return `${passed} calls let through: ${callsPerMinute} at each`
}

/** What every request may rely on, at every instance. */
export const promises: Record<string, (fleet: Fleet) => Promise<string>> = {
  sessions: signsIn,
  links: keepsLinks,
  connections: keepsConnections,
  permissions: takesAway,
  tokens: renewsOnce,
  rates: countsAtEach,
}
