import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { cast } from '../../src/sandbox/world/cast.ts'
import { OrderRow, startOrdersCaller, wecomIs, type OrdersCaller } from './support/orders-caller.ts'

let caller: OrdersCaller
beforeEach(async () => {
  caller = await startOrdersCaller()
})
afterEach(() => caller.vendor.close())

const chen = () => caller.of(wecomIs(cast.seedContact))
const changed = (patch: object) => caller.refused(caller.post({ ...caller.message('ping', {}), ...patch }))
const idOf = async (externalUserId: string) => (await caller.list(externalUserId)).orders[0]?.id ?? ''

describe('a message', () => {
  test('ping tells the system, its clock and what it can do', async () => {
    expect(await caller.told('ping')).toEqual({
      contract: '1',
      system: '云货订单',
      version: '3.2.0',
      now: '2024-08-07T15:30:00+08:00',
      features: ['mine', 'search', 'events'],
    })
  })

  test('fields that the contract does not know are ignored', async () => {
    expect((await caller.post({ ...caller.message('ping', { more: 1 }), further: [] })).status).toBe(200)
  })

  test('what is no message of this contract is refused by its own code', async () => {
    expect(await changed({ type: 'orders.delete' })).toBe('unknown_type 400')
    expect(await changed({ type: 'toString' })).toBe('unknown_type 400')
    expect(await changed({ contract: '2' })).toBe('unsupported_contract 400')
    expect(await changed({ contract: 1 })).toBe('unsupported_contract 400')
    expect(await changed({ timestamp: '2026-11-28 09:30:00' })).toBe('bad_request 400')
    expect(await changed({ data: null })).toBe('bad_request 400')
    expect(await changed({ data: { corpId: caller.world.corpId } })).toBe('bad_request 400')
    expect(await caller.refused(caller.post({}, { raw: '[1' }))).toBe('bad_request 400')
  })

  test('another company is not served', async () => {
    expect(await caller.refused(caller.ask('ping', { corpId: 'ww0000' }))).toBe('not_allowed 403')
  })

  test('problems are application/problem+json, and nothing is stored', async () => {
    const refusal = await caller.ask('orders.delete')
    expect(refusal.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    expect(refusal.headers.get('cache-control')).toBe('no-store')
    const answer = await caller.ask('ping')
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  test('only POST is answered', async () => {
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const answer = await caller.post({}, { method })
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST'])
    }
    const status = await new Promise((resolve) =>
      request(caller.address, { method: 'HEAD' }, (answer) => resolve(answer.statusCode)).end(),
    )
    expect(status).toBe(405)
  })

  test('a request of more than 1 MiB is refused in words', async () => {
    const raw = JSON.stringify(caller.message('ping', { padding: 'x'.repeat(1_048_576) }))
    expect(await caller.refused(caller.post({}, { raw }))).toBe('bad_request 413')
  })
})

describe('one order', () => {
  const Detail = z.looseObject({ order: OrderRow, customer: z.looseObject({ customerId: z.string() }) })

  test('comes whole, with all items and remarks', async () => {
    const { orders } = await caller.list(cast.seedContact)
    const row = orders.find(({ itemCount }) => itemCount > 3)
    expect(row?.items).toHaveLength(3)
    expect(row).not.toHaveProperty('remarks')
    const { order, customer } = Detail.parse(await caller.told('orders.get', { ...chen(), orderId: row?.id }))
    expect(order.items).toHaveLength(row?.itemCount ?? 0)
    expect(order['remarks']).toEqual([{ from: 'staff', text: '瓜子要新日期', at: expect.stringMatching(/\+08:00$/) }])
    expect(customer.customerId).toBe('KH10001')
  })

  test('somebody else’s is not found, to the letter like one that does not exist', async () => {
    const orderId = await idOf(cast.markup)
    const answers = await Promise.all(
      [orderId, '7200000000000000000'].map(async (id) => {
        const answer = await caller.ask('orders.get', { ...chen(), orderId: id })
        return [answer.status, await answer.text()]
      }),
    )
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]?.[0]).toBe(404)
  })
})

describe('what breaks the contract, if it is wanted', () => {
  const raw = async () => (await caller.ask('orders.list', { ...chen(), status: 'open', limit: 5 })).text()

  test('ids become numbers, amounts text, times lose their offset', async () => {
    caller.vendor.setQuirks({ numericIds: true, decimalAmounts: true, timesWithoutOffset: true })
    const text = await raw()
    expect(text).toMatch(/"id":72\d{17},/)
    expect(text).toMatch(/"payable":"\d+\.\d\d"/)
    expect(text).toMatch(/"createdAt":"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"/)
  })

  test('an answer of more than a megabyte', async () => {
    caller.vendor.setQuirks({ hugeAnswers: true })
    expect((await raw()).length).toBeGreaterThan(2 * 1_048_576)
  })

  test('the page of a gateway instead of an answer', async () => {
    caller.vendor.setQuirks({ badGateway: true })
    const answer = await caller.ask('ping')
    expect([answer.status, answer.headers.get('content-type')]).toEqual([502, 'text/html'])
  })

  test('a redirect, behind which an answer waits', async () => {
    caller.vendor.setQuirks({ redirects: true })
    const answer = await caller.ask('ping')
    expect([answer.status, answer.headers.get('location')]).toEqual([307, '/sidedesk/orders?moved'])
  })

  test('an order of somebody else’s in every list', async () => {
    caller.vendor.setQuirks({ stranger: true })
    const { orders } = await caller.list(cast.seedContact)
    expect(orders.filter(({ customerId }) => customerId !== 'KH10001')).toHaveLength(1)
  })

  test('a rate limit tells when to come again', async () => {
    caller.vendor.fault = 'rate_limited'
    const answer = await caller.ask('ping')
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7'])
    expect(await answer.json()).toMatchObject({ code: 'busy' })
  })

  test('refusing is the answer to a wrong secret', async () => {
    caller.vendor.fault = 'refusing'
    expect(await caller.refused(caller.ask('ping'))).toBe('bad_signature 401')
  })
})

describe('a picture of goods', () => {
  test('is a small PNG of its own for each, and whoever asks gets it', async () => {
    const { orders } = await caller.list(cast.seedContact)
    const urls = [...new Set(orders.flatMap(({ items }) => items.flatMap(({ imageUrl }) => imageUrl ?? [])))]
    expect(urls.length).toBeGreaterThan(15)
    expect(urls.every((url) => url.startsWith(`${caller.vendor.url}/pictures/`))).toBe(true)
    const pictures = await Promise.all(
      urls.map(async (url) => {
        const answer = await fetch(url)
        expect(answer.headers.get('content-type')).toBe('image/png')
        return Buffer.from(await answer.arrayBuffer())
      }),
    )
    expect(pictures.every((each) => each.subarray(1, 4).toString() === 'PNG' && each.length < 20_000)).toBe(true)
    expect(new Set(pictures.map((each) => each.toString('base64'))).size).toBe(urls.length)
  })

  test('of what is not sold here there is none', async () => {
    expect((await fetch(`${caller.vendor.url}/pictures/NOTHING.png`)).status).toBe(404)
  })

  test('may be much too large', async () => {
    caller.vendor.setQuirks({ hugePictures: true })
    const answer = await fetch(`${caller.vendor.url}/pictures/BSS-570.png`)
    expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(8_000_000)
  })
})
