import { createDecipheriv } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { addressOf, type Told } from '../../src/sandbox/vendors/qikeliao/address.ts'
import { createQikeliao } from '../../src/sandbox/vendors/qikeliao/index.ts'
import { cast } from '../../src/sandbox/world/cast.ts'
import { createWorld } from '../../src/sandbox/world/create-world.ts'

const start = Date.parse('2026-11-28T09:30:00+08:00')
const user = 'meng.xy'

function createClient() {
  const now = { at: start }
  const world = createWorld({ now: start })
  const client = createQikeliao({ world, clock: () => now.at, seed: 1, publicOrigin: 'http://localhost:8080' })
  return { client, now, world }
}

const paramsOf = (address: string) => new URL(address, 'http://localhost').searchParams

/** The body of an address, read with the key that its other parameters make. */
function bodyOf(address: string, privateKey: string): URLSearchParams {
  const params = paramsOf(address)
  const text = `${privateKey}?sign=${params.get('neber')}${user}${params.get('time')}`
  const key = Buffer.concat([Buffer.from(text), Buffer.alloc(24)]).subarray(0, 24)
  const cipher = createDecipheriv('des-ede3-cbc', key, Buffer.from('0102030405060708', 'hex'))
  const secret = Buffer.from(params.get('PKID') ?? '', 'base64')
  return new URLSearchParams(Buffer.concat([cipher.update(secret), cipher.final()]).toString('utf8'))
}

describe('the address that 企客聊 opens', () => {
  test('is the one of the vector, byte for byte', () => {
    const told: Told = {
      user: 'li.si',
      password: '',
      wechat: 'wxid_test01',
      originalId: 'wxid_test01',
      phone: '13800001111',
      merchantId: '640462692',
      time: '2026-11-28 09:30:00',
      timestamp: 1_795_829_400,
      neber: '384920',
      operator: 'kkk000001',
    }
    const params = paramsOf(addressOf(told, 'k3y-PRIVATE'))
    expect(params.get('PKID')).toBe(
      'FnvrGIzjs9vnqSrWzUa2mnoEDcRTN1UiHqcRdP3yD0/OfaVnZRqFUCocvt+cMYyUbRfYon5v5kgYf1RmlkkvM95pEE7FhC7G8afOKkQDpw2lAS9VLJa1QAmRNBujT74aj6PqIWCNPfwAUR0Na3q2JrfmSJe/lH+5c52UjG/LcUGAvp5X6MDwQdNC5n1zZDjHY8OxBPzeml6H9OtqQtWUslGGbqpEV6TS',
    )
    expect(params.get('UserID')).toBe('B4T6Wwtpsmo=')
    expect(params.get('Type')).toBe('WL')
  })

  test('names the colleague, the friend and the time', () => {
    const { client } = createClient()
    const address = client.open({ user, friendId: cast.seedFriend, quirk: 'none' })
    const body = bodyOf(address, client.environment.QKL_PRIVATE_KEY)
    expect(Object.fromEntries(body)).toMatchObject({
      UserID: user,
      originalId: cast.seedFriend,
      merchantid: client.environment.QKL_MERCHANT_ID,
      Timestamp: String(start / 1000),
      sign: paramsOf(address).get('neber'),
    })
    expect(paramsOf(address).get('time')).toBe('2026-11-28 09:30:00')
  })

  test('is another one at each click, and the last one again as a replay', () => {
    const { client } = createClient()
    const opening = { user, friendId: cast.seedFriend }
    const first = client.open({ ...opening, quirk: 'none' })
    const second = client.open({ ...opening, quirk: 'none' })
    expect(second).not.toBe(first)
    expect(client.open({ ...opening, quirk: 'replay' })).toBe(second)
  })

  test('has a time of twenty minutes ago as an old one', () => {
    const { client } = createClient()
    const address = client.open({ user, friendId: cast.seedFriend, quirk: 'old' })
    expect(paramsOf(address).get('time')).toBe('2026-11-28 09:10:00')
  })

  test('cannot be read with the company’s key as a forged one', () => {
    const { client } = createClient()
    const address = client.open({ user, friendId: cast.seedFriend, quirk: 'forged' })
    const read = () => bodyOf(address, client.environment.QKL_PRIVATE_KEY).get('UserID')
    let name: string | null = null
    try {
      name = read()
    } catch {
      // Its padding does not fit.
    }
    expect(name).not.toBe(user)
  })

  test('is none for somebody who is no friend', () => {
    const { client } = createClient()
    expect(() => client.open({ user, friendId: 'wxid_nobody', quirk: 'none' })).toThrow('no friend')
  })
})

test('of its friends one is linked to a contact and one to nobody', () => {
  const { client, world } = createClient()
  const linked = new Set(world.links.flatMap(({ source, source_id }) => (source === 'youmi' ? source_id : [])))
  const isLinked = client.state().friends.map(({ friendId }) => linked.has(friendId))
  expect(new Set(isLinked)).toEqual(new Set([true, false]))
})

test('of its colleagues one is not imported', () => {
  const { client, world } = createClient()
  const imported = new Set(world.links.flatMap(({ source, source_id }) => (source === 'qikeliao' ? source_id : [])))
  expect(client.state().people.filter((one) => !imported.has(one.user))).toEqual([{ user: 'zhou.w', name: '周伟' }])
})
