import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Http } from '../../src/bff/upstream/http.ts'
import { createYunzhong, type Yunzhong } from '../../src/bff/sources/yunzhong/index.ts'
import { startYunzhongBench } from './source-yunzhong.ts'

const userid = 'mengxiangyu'
const subject = { externalUserId: 'wmSeedChenXiaoyuAAAAAAAAAAAAAAAAAA' }
const signal = () => AbortSignal.timeout(10_000)
let bench: Awaited<ReturnType<typeof startYunzhongBench>>
let yunzhong: Yunzhong
/** The vendor's fault when it is told that a piece was placed. */
let onSend: 'slow' | 'down' | 'none' = 'none'

beforeEach(async () => {
  bench = await startYunzhongBench()
  const http: Http = (call, own) => {
    bench.vendor.fault = call.operation === 'send' ? onSend : 'none'
    return bench.deps.http(call, own)
  }
  yunzhong = createYunzhong({ ...bench.deps, http })
})
afterEach(async () => {
  await bench.bench.close()
  await bench.vendor.close()
})

describe('a mark whose answer is lost', () => {
  it.each([
    ['slow', 'timeout'],
    ['down', 'unreachable'],
  ] as const)(
    'because the vendor is %s is not kept, is not sent twice by itself, and may be sent again',
    async (fault, reason) => {
      const pieces = { '0': { type: 'text', news: 'a' }, '1': { type: 'text', news: 'b' } } as const
      const id = bench.vendor.addPush({ userid, targetId: subject.externalUserId, taskName: '回访', pieces })
      const pushId = String(id)
      const sends = () => bench.vendor.seen.filter(({ operation }) => operation === 'send').length
      onSend = fault
      const lost = yunzhong.pushes.place({ userid, subject }, { pushId, key: '0' }, signal())
      await expect(lost).rejects.toMatchObject({ source: 'yunzhong', operation: 'send', reason })
      expect(sends()).toBe(1)
      expect((await bench.deps.store.placements.of(userid, [pushId])).size).toBe(0)
      onSend = 'none'
      expect(await yunzhong.pushes.place({ userid, subject }, { pushId, key: '0' }, signal())).toBe(true)
      expect(sends()).toBe(2)
      expect(bench.vendor.sentPieces(id)).toEqual(['0'])
    },
  )
})

describe('a password', () => {
  it('counts as tried where the one who tries leaves before the answer', async () => {
    const account = { ...bench.vendor.accountOf('hejing'), password: 'a guess' }
    const logins = () => bench.vendor.seen.filter(({ operation }) => operation === 'login').length
    bench.vendor.fault = 'slow'
    const before = logins()
    for (let turn = 1; turn <= 3; turn += 1) {
      const caller = new AbortController()
      const trying = bench.yunzhong.connections.connect('hejing', account, caller.signal)
      await expect.poll(logins, { timeout: 5_000 }).toBe(before + turn)
      caller.abort()
      await expect(trying).rejects.toThrow()
    }
    const fourth = bench.yunzhong.connections.connect('hejing', account, signal())
    await expect(fourth).rejects.toMatchObject({ code: 'account_locked' })
  })
})

describe('a person’s cookie', () => {
  it('goes to the vendor alone, and never with another person’s question', async () => {
    const hejing = bench.vendor.accountOf('hejing')
    await yunzhong.connections.connect('hejing', hejing, signal())
    const [mine, theirs] = await Promise.all([
      yunzhong.notices.read({ userid, status: 'open', refresh: false }, signal()),
      yunzhong.notices.read({ userid: 'hejing', status: 'open', refresh: false }, signal()),
    ])
    expect(mine.items).toHaveLength(bench.vendor.noticesOf(userid).length)
    expect(theirs.items).toHaveLength(bench.vendor.noticesOf('hejing').length)
  })
})
