import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { MomentList } from '#contract/work'
import { seedContact, seedStaff, startYunzhongWork, told, type YunzhongBench } from '../../support/start-yunzhong.ts'
import { clockOf } from '../../support/clock.ts'

let now = Date.parse('2026-11-20T10:00:00+08:00')
let bench: YunzhongBench
let me: string

beforeAll(async () => {
  bench = await startYunzhongWork({ clock: clockOf(() => now) })
  me = await bench.bff.signIn(seedStaff)
})
afterEach(() => {
  bench.vendor.fault = 'none'
  now += 60_000
})
afterAll(() => bench.close())

const listOf = async (query = '') => MomentList.parse((await bench.send('GET', `me/moments${query}`, me)).json())
const followed = () => {
  const contact = bench.simulators.world.contacts.find(({ externalUserId }) => externalUserId === seedContact)
  return contact?.follows.flatMap(({ tags }) => tags.map(({ tagId }) => tagId)) ?? []
}

describe('the moments jobs of a salesperson', () => {
  it('hold both rows of the vendor’s own page, without anybody’s own session', async () => {
    const { items, state } = await listOf('?status=all&limit=200')
    expect(state).toBe('fresh')
    expect(items.find(({ jobId }) => jobId === '1')).toMatchObject({
      id: 'yunzhong:moment:1',
      text: 'deserunt eiusmod sit aliquip eu',
      createdAt: '2024-05-23T17:40:01+08:00',
      attachments: [{ type: 'image', url: null, mediaId: 'WWME_DesSDgAApfMBaX5dHp9-ahTxvCWZgQ' }],
      visibleRange: { users: ['Happy', 'alncubus'], departments: [], tags: [] },
      people: { total: 2, finished: 1, waiting: 1 },
      status: 'open',
      isVisibleToContact: null,
    })
    expect(items.find(({ jobId }) => jobId === '2')).toMatchObject({
      people: { total: 4, finished: 3, waiting: 1 },
      status: 'done',
    })
  })

  it('name the colleagues who shall publish them, as far as the app may see who that is', async () => {
    const { items } = await listOf('?status=all&limit=200')
    const named = items.find(({ visibleRange }) => visibleRange.users.includes(seedStaff))
    expect(named?.names).toMatchObject({ [seedStaff]: '孟祥宇' })
    expect(items.find(({ jobId }) => jobId === '1')?.names).toBeUndefined()
  })

  it('are those that name me, as open or done, counted', async () => {
    const mine = bench.vendor.jobsOf(seedStaff)
    const open = mine.filter(({ people }) =>
      people.some(({ userid, isFinished }) => userid === seedStaff && !isFinished),
    )
    const list = await listOf('?limit=200')
    expect(list.items.map(({ jobId }) => jobId).sort()).toEqual(open.map(({ id }) => String(id)).sort())
    expect(list.counts).toEqual({ open: open.length, overdue: 0, done: mine.length - open.length })
    const times = list.items.map(({ createdAt }) => Date.parse(createdAt ?? ''))
    expect(times).toEqual([...times].sort((one, other) => other - one))
  })

  it('are summed up over the whole tenant', async () => {
    const people = bench.simulators.world.staff.flatMap(({ userid }) => bench.vendor.jobsOf(userid))
    const jobs = [...new Set(people)]
    const finished = jobs.flatMap((job) => job.people).filter(({ isFinished }) => isFinished).length
    const total = jobs.flatMap((job) => job.people).length
    expect((await listOf()).summary).toEqual({ waiting: total - finished, finished, total })
  })

  it('say which of them the open contact may see', async () => {
    const [tag = ''] = followed()
    expect(tag).not.toBe('')
    const jobs = [[], [tag], ['etNobodyHasThisTag']].map((tags) =>
      bench.vendor.addJob({ taskId: 5, text: '新朋友圈', waiting: [seedStaff], tags }),
    )
    await bench.bff.sync()
    const { items } = await listOf(`?externalUserId=${seedContact}&limit=200`)
    const visible = jobs.map((id) => items.find(({ jobId }) => jobId === String(id))?.isVisibleToContact)
    expect(visible).toEqual([true, true, false])
  })

  it('say nothing about a contact that I do not follow', async () => {
    const stranger = bench.simulators.world.contacts.find(
      ({ gone, follows }) => !gone && follows.length > 0 && follows.every(({ userid }) => userid !== seedStaff),
    )
    const answer = await bench.send('GET', `me/moments?externalUserId=${stranger?.externalUserId}`, me)
    expect(told(answer)).toEqual([403, 'not_a_follower'])
  })

  it('follow what I publish, and go when the vendor drops them', async () => {
    const id = bench.vendor.addJob({ taskId: 5, text: '周末活动', waiting: [seedStaff], finished: ['hejing'] })
    const find = async () =>
      (await listOf('?status=all&limit=200')).items.find(({ jobId }) => jobId === String(id))?.status
    await bench.bff.sync()
    expect(await find()).toBe('open')
    bench.vendor.publishMoment(id, seedStaff)
    now += 1000
    await bench.bff.sync()
    expect(await find()).toBe('done')
    bench.vendor.removeJob(id)
    for (let pass = 0; pass < 2; pass += 1) {
      now += 1000
      await bench.bff.sync()
    }
    expect(await find()).toBeUndefined()
  })

  it('are asked about again only where their counts changed', async () => {
    await bench.bff.sync()
    const before = bench.calls('getFriendsJobDetailsList')
    now += 1000
    await bench.bff.sync()
    expect(bench.calls('getFriendsJobDetailsList')).toBe(before)
    const job = bench.vendor.jobsOf(seedStaff).find(({ people }) => people.length <= 15)
    const waiting = job?.people.find(({ isFinished }) => !isFinished)
    bench.vendor.publishMoment(job?.id ?? 0, waiting?.userid ?? '')
    now += 1000
    await bench.bff.sync()
    expect(bench.calls('getFriendsJobDetailsList') - before).toBe(1)
  })

  it('are the last known ones while the vendor is down, with the reason', async () => {
    const before = await listOf()
    bench.vendor.fault = 'down'
    now += 1000
    await bench.bff.sync()
    const list = await listOf()
    expect(list).toMatchObject({ state: 'stale', problem: { code: 'upstream_unreachable' } })
    expect(list.items).toEqual(before.items)
  })
})

describe('the service account', () => {
  it('signs in once more whenever its session is over', async () => {
    await bench.bff.sync()
    const before = bench.calls('login')
    for (const time of [1, 2, 3, 4]) {
      bench.vendor.expireSessions()
      now += 1000
      await bench.bff.sync()
      expect(bench.calls('login') - before).toBe(time)
      expect((await listOf()).state).toBe('fresh')
    }
  })

  it('tries a wrong password twice in half an hour, and no more', async () => {
    const other = await startYunzhongWork({
      clock: clockOf(() => now),
      environment: { YUNZHONG_SERVICE_PASSWORD: 'wrong-zzq' },
    })
    for (let pass = 0; pass < 5; pass += 1) {
      now += 300_000
      await other.bff.sync()
    }
    expect(other.calls('login')).toBe(2)
    const cookie = await other.bff.signIn(seedStaff)
    expect(told(await other.send('GET', 'me/moments', cookie))).toEqual([502, 'upstream_refused'])
    now += 1_800_000
    await other.bff.sync()
    expect(other.calls('login')).toBe(3)
    expect(other.bff.logged.join('')).not.toContain('wrong-zzq')
    await other.close()
  })

  it('may be missing: then there are no moments, and everything else works', async () => {
    const unset = { YUNZHONG_SERVICE_MOBILE: '', YUNZHONG_SERVICE_PASSWORD: '' }
    const other = await startYunzhongWork({ clock: clockOf(() => now), environment: unset })
    const cookie = await other.bff.signIn(seedStaff)
    const list = MomentList.parse((await other.send('GET', 'me/moments', cookie)).json())
    expect(list).toMatchObject({ state: 'unconfigured', items: [], summary: null })
    expect(told(await other.connect(cookie, seedStaff))).toEqual([204])
    await other.close()
  })
})

describe('the page’s policy', () => {
  it('lets faces load from the vendor’s own host, where that is on https', async () => {
    const shop = { YUNZHONG_API_URL: 'https://shop.example.com/sub' }
    const other = await startYunzhongWork({ clock: clockOf(() => now), environment: shop })
    const policies = await Promise.all(
      [bench, other].map(async ({ bff }) => String((await bff.get('/')).headers['content-security-policy'])),
    )
    expect(policies[1]).toMatch(/img-src [^;]*https:\/\/\*\.work\.weixin\.qq\.com https:\/\/shop\.example\.com;/)
    expect(policies[0]).not.toContain('http://127.0.0.1')
    await other.close()
  })
})

describe('an installation without 芸众', () => {
  it('says so everywhere', async () => {
    const names = ['API_URL', 'UNIACID', 'BUSINESS_ID', 'SERVICE_MOBILE', 'SERVICE_PASSWORD']
    const unset = Object.fromEntries(names.map((name) => [`YUNZHONG_${name}`, '']))
    const other = await startYunzhongWork({ clock: clockOf(() => now), environment: unset })
    const cookie = await other.bff.signIn(seedStaff)
    for (const path of [`contacts/${seedContact}/pushes`, 'me/moments', 'me/notices']) {
      const answer = await other.send('GET', path, cookie)
      expect(answer.json()).toMatchObject({ source: 'yunzhong', state: 'unconfigured' })
    }
    expect(told(await other.connect(cookie, seedStaff))).toEqual([404, 'source_unconfigured'])
    expect(told(await other.send('PUT', 'me/notices/1/read', cookie))).toEqual([404, 'source_unconfigured'])
    await other.close()
  })
})
