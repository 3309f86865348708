import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { seedContact, seedStaff, startYunzhongWork, type YunzhongBench } from '../../support/start-yunzhong.ts'
import { clockOf } from '../../support/clock.ts'

let now = Date.parse('2026-11-20T10:00:00+08:00')
let bench: YunzhongBench
let me: string
const image = (media_id: string) => ({ type: 'image', link_img: '', media_id }) as const

beforeAll(async () => {
  bench = await startYunzhongWork({ clock: clockOf(() => now) })
  me = await bench.bff.signIn(seedStaff)
  await bench.connect(me, seedStaff)
})
afterEach(() => {
  bench.simulators.vendors.wecom.fault = 'none'
  now += 60_000
})
afterAll(() => bench.close())

function addPush(...pieces: object[]): string {
  const id = bench.vendor.addPush({
    userid: seedStaff,
    targetId: seedContact,
    taskName: '带图的推送',
    pieces: Object.fromEntries(pieces.map((piece, index) => [String(index), piece])) as never,
  })
  now += 60_000
  return `contacts/${seedContact}/pushes/${id}/pieces`
}
const get = (path: string, cookie = me) => bench.send('GET', path, cookie)
const asked = () => bench.simulators.vendors.wecom.seen.filter(({ operation }) => operation === 'media/get').length

describe('the picture of a piece', () => {
  it('comes as what it is, may run nothing, and is asked of WeCom once an hour', async () => {
    const at = addPush({ type: 'text', news: '你好' }, image('WWME_aPictureOfSomething1'))
    const answer = await get(`${at}/1/picture`)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).toMatchObject({
      'content-type': 'image/png',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    expect(answer.rawPayload.subarray(1, 4).toString()).toBe('PNG')
    const before = asked()
    await get(`${at}/1/picture`)
    expect(asked()).toBe(before)
    now += 3_600_001
    await get(`${at}/1/picture`)
    expect(asked()).toBe(before + 1)
  })

  it('is not there where WeCom has it no more, nor for what is no picture', async () => {
    const at = addPush({ type: 'text', news: '你好' }, image('WWME_DesSDgAApfMBaX5dHp9-ahTxvCWZgQ'))
    for (const key of ['0', '1', '7']) {
      const answer = await get(`${at}/${key}/picture`)
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, 'not_found'])
    }
  })

  it('is a Problem while WeCom is down, and comes once it is back', async () => {
    const at = addPush(image('WWME_aPictureOfSomething2'))
    await get(`contacts/${seedContact}`)
    bench.simulators.vendors.wecom.fault = 'down'
    expect((await get(`${at}/0/picture`)).statusCode).toBeGreaterThanOrEqual(500)
    bench.simulators.vendors.wecom.fault = 'none'
    now += 60_000
    expect((await get(`${at}/0/picture`)).statusCode).toBe(200)
  })

  it('is nothing for who is not signed in', async () => {
    const at = addPush(image('WWME_aPictureOfSomething3'))
    expect((await bench.bff.get(`/api/${at}/0/picture`)).statusCode).toBe(401)
  })
})

it('the picture of a moment comes to those who shall publish it', async () => {
  const { items } = (await get('me/moments?status=all&limit=200')).json<{
    items: { jobId: string; attachments: { type: string; mediaId?: string }[] }[]
  }>()
  const job = items.find(
    ({ attachments }) => attachments[0]?.type === 'image' && !attachments[0].mediaId?.endsWith('gQ'),
  )
  const answer = await get(`me/moments/${job?.jobId}/attachments/0/picture`)
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'image/png'])
  expect((await get(`me/moments/${job?.jobId}/attachments/99/picture`)).statusCode).toBe(404)
})
