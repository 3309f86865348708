import { describe, expect, it } from 'vitest'
import { isSessionEnd, sessionsOf, sessionSubject } from '../../src/bff/store/store.ts'
import type { StoreUnderTest } from './store-under-test.ts'

const at = 1_700_000_000_123
const login = { state: 's1', browser: 'b1', to: '/', isRestarted: true, expiresAt: at }

/** What is kept of somebody, and of a colleague whose userid begins in the same way. */
async function fill({ store }: StoreUnderTest, userid = 'ZhangSan'): Promise<void> {
  const source = 'waiqin'
  for (const each of [userid, 'zhangsan2']) {
    await store.connections.put({ userid: each, source: 'yunzhong', sealed: each, createdAt: 1 })
    await store.placements.put(each, '7', '0', 1)
    await store.chats.putOwned(each, { chatIds: ['wr1'], fetchedAt: 1, changedAt: null })
    await store.loginTries.take(`person:${each}`, { slots: 1, now: 1, expiresAt: at * 2 })
    await store.links.importRows([{ subject: 'staff', wecomId: each, source, sourceId: each }], 'import', 1)
    await store.links.add(`wm-${each}`, { source, sourceId: 'c1', name: null, linkedBy: each, linkedAt: 1 })
  }
}

/** What is found under a userid. */
async function keptOf({ other }: StoreUnderTest, userid = 'ZhangSan') {
  const [link] = await other.links.ofContact(`wm-${userid}`)
  const tried = await other.loginTries.take(`person:${userid}`, { slots: 1, now: 2, expiresAt: at * 2 })
  return {
    connection: (await other.connections.get(userid, 'yunzhong'))?.sealed ?? null,
    placed: (await other.placements.of(userid, ['7'])).size,
    chats: (await other.chats.ownedBy(userid)) !== null,
    isTried: !('slot' in tried),
    staffId: await other.links.staffId(userid, 'waiqin'),
    isMaker: link?.linkedBy === userid,
  }
}

const everything = (userid = 'ZhangSan') => ({
  connection: userid,
  placed: 1,
  chats: true,
  isTried: true,
  staffId: userid,
  isMaker: true,
})
const nothing = { connection: null, placed: 0, chats: false, isTried: false, staffId: null, isMaker: false }

function testEnds(subject: () => StoreUnderTest): void {
  describe('ends of sessions', () => {
    it('are read together with changes, by every instance', async () => {
      const { store, other } = subject()
      await store.changes.mark('wm1', 5)
      await store.sessionEnds.put(sessionSubject('a'), at)
      await store.sessionEnds.put(sessionsOf('ZhangSan'), at)
      const asked = ['wm1', 'session a', 'sessions of zhangsan', 'session b', 'wm2']
      expect([...(await other.changes.of(asked))].sort()).toEqual([
        ['session a', at],
        ['sessions of zhangsan', at],
        ['wm1', 5],
      ])
      expect([...(await other.changes.of(['session a', 'session b']))]).toEqual([['session a', at]])
      expect(['session a', 'sessions of x', 'groups of x', 'wm1'].map(isSessionEnd)).toEqual([true, true, false, false])
    })

    it('are later each time, whatever a clock says', async () => {
      const { store, other } = subject()
      await store.sessionEnds.put('session a', at)
      await other.sessionEnds.put('session a', at - 60_000)
      expect((await store.changes.of(['session a'])).get('session a')).toBe(at + 1)
    })

    it('outlive a sweep of the changes, and have one of their own', async () => {
      const { store, other } = subject()
      await store.sessionEnds.put('session a', at)
      await store.changes.sweep(at + 1)
      expect((await other.changes.of(['session a'])).size).toBe(1)
      await store.sessionEnds.sweep(at + 1)
      expect((await other.changes.of(['session a'])).size).toBe(0)
    })
  })

  describe('logins under way', () => {
    it('work once over all instances, in one browser', async () => {
      const { store, other } = subject()
      await store.loginStates.put(login)
      expect(await other.loginStates.take('s1', 'b2')).toBeNull()
      const taken = await Promise.all([store, other, store].map(({ loginStates }) => loginStates.take('s1', 'b1')))
      expect(taken.filter((row) => row !== null)).toEqual([login])
    })

    it('are swept after their end', async () => {
      const { store, other } = subject()
      await store.loginStates.put(login)
      await store.loginStates.put({ ...login, state: 's2', expiresAt: at + 1 })
      await store.loginStates.sweep(at + 1)
      expect(await other.loginStates.take('s1', 'b1')).toBeNull()
      expect(await other.loginStates.take('s2', 'b1')).not.toBeNull()
    })
  })
}

export function testDepartures(subject: () => StoreUnderTest): void {
  testEnds(subject)

  describe('a departure', () => {
    it('is kept from the first time, ends sessions, and takes nothing', async () => {
      const { store, other } = subject()
      await fill(subject())
      expect(await store.departures.of('ZhangSan')).toBeNull()
      await store.departures.leave('zhangsan', at, false)
      await other.departures.leave('ZHANGSAN', at + 5, false)
      const mark = { leftAt: at, isFinal: false, returnedAt: null, purgedAt: null }
      expect(await other.departures.of('ZhangSan')).toEqual(mark)
      expect((await other.changes.of([sessionsOf('ZhangSan')])).size).toBe(1)
      expect(await keptOf(subject())).toEqual(everything())
      await store.departures.leave('zhangsan', at + 9, true)
      expect(await other.departures.of('zhangsan')).toEqual({ ...mark, isFinal: true })
      await store.departures.forget('zhangSan', at + 10)
      expect(await other.departures.of('zhangsan')).toBeNull()
    })

    it('that is purged leaves nothing but links to customers, which nobody made', async () => {
      const { store } = subject()
      await fill(subject())
      await store.departures.leave('zhangsan', at, true)
      await store.departures.purge('zhangsan', at + 1)
      expect(await keptOf(subject())).toEqual(nothing)
      expect((await store.links.ofContact('wm-ZhangSan')).map(({ linkedBy }) => linkedBy)).toEqual([
        `ZhangSan left ${at}`,
      ])
      expect(await keptOf(subject(), 'zhangsan2')).toEqual(everything('zhangsan2'))
      expect(await store.departures.unpurgedBefore(at + 9)).toEqual([])
      expect(await store.departures.of('zhangsan')).toMatchObject({ purgedAt: at + 1 })
    })

    it('is due by its stored time', async () => {
      const { store } = subject()
      await store.departures.leave('zhangsan', at, false)
      expect(await store.departures.unpurgedBefore(at)).toEqual([])
      expect(await store.departures.unpurgedBefore(at + 1)).toEqual(['zhangsan'])
    })

    it('gives whoever has the userid next nothing, and an administrator brings it back', async () => {
      const { store, other } = subject()
      await fill(subject())
      await store.departures.leave('zhangsan', at, false)
      await Promise.all([store, other].map(({ departures }) => departures.giveAway('zhangsan', at + 5)))
      expect(await other.departures.of('zhangsan')).toMatchObject({ leftAt: at, returnedAt: at + 5 })
      expect(await keptOf(subject())).toEqual(nothing)
      expect(await keptOf(subject(), 'zhangsan2')).toEqual(everything('zhangsan2'))
      await store.placements.put('ZhangSan', '7', '0', 99)
      expect(await other.departures.restore('ZHANGSAN')).toBe(true)
      // He was asked for his groups and may try again; of the placements, that from since then stands.
      const restored = { ...everything(), chats: false, isTried: true }
      expect(await keptOf(subject())).toEqual(restored)
      expect((await other.placements.of('ZhangSan', ['7'])).get('7')?.get('0')).toBe(99)
      expect(await other.departures.of('zhangsan')).toBeNull()
      expect(await other.departures.restore('zhangsan')).toBe(false)
    })

    it('of whoever has the userid next, taken back, leaves it theirs; a restore still brings the former one back', async () => {
      const { store } = subject()
      await fill(subject())
      await store.departures.leave('zhangsan', at, false)
      await store.departures.giveAway('zhangsan', at + 5)
      await store.departures.leave('zhangsan', at + 10, false)
      expect(await store.departures.of('zhangsan')).toMatchObject({ leftAt: at + 10, returnedAt: null })
      await store.departures.forget('zhangsan', at + 20)
      expect(await store.departures.of('zhangsan')).toMatchObject({ returnedAt: at + 20 })
      expect(await keptOf(subject())).toEqual(nothing)
      await store.departures.restore('zhangsan')
      expect(await keptOf(subject())).toMatchObject({ connection: 'ZhangSan', isMaker: true })
    })

    it('said of somebody who was deleted before takes what came since, and stays final', async () => {
      const { store } = subject()
      await store.departures.leave('zhangsan', at, true)
      await store.departures.purge('zhangsan', at)
      await store.departures.leave('zhangsan', at + 5, false)
      expect(await store.departures.of('zhangsan')).toMatchObject({ leftAt: at, isFinal: true })
      await fill(subject())
      await store.departures.leave('zhangsan', at + 10, true)
      await store.departures.purge('zhangsan', at + 10)
      expect(await keptOf(subject())).toEqual(nothing)
    })

    it('that is purged after the userid was given away takes nothing of the next one', async () => {
      const { store } = subject()
      await fill(subject())
      await store.departures.leave('zhangsan', at, false)
      await store.departures.giveAway('zhangsan', at + 5)
      await fill(subject())
      await store.departures.purge('zhangsan', at + 6)
      expect(await keptOf(subject())).toMatchObject({ connection: 'ZhangSan', placed: 1, staffId: 'ZhangSan' })
      await store.departures.restore('zhangsan')
      expect((await store.links.ofContact('wm-ZhangSan'))[0]?.linkedBy).toBe('ZhangSan')
      expect(await store.departures.isKnown('zhangsan')).toBe(true)
    })

    it('lets a staff id that was imported afterwards stand', async () => {
      const { store } = subject()
      await fill(subject())
      await store.departures.leave('zhangsan', at, false)
      const row = { subject: 'staff', wecomId: 'ZhangSan', source: 'waiqin', sourceId: 'ZhangSan' } as const
      expect(await store.links.importRows([row], 'import', at + 1)).toEqual({ changed: 0 })
      await store.departures.giveAway('zhangsan', at + 5)
      expect(await keptOf(subject())).toEqual({ ...nothing, staffId: 'ZhangSan' })
    })

    it('knows of whom something is kept', async () => {
      const { store } = subject()
      expect(await store.departures.isKnown('zhangsan')).toBe(false)
      await fill(subject())
      expect(await store.departures.isKnown('zhangsan')).toBe(true)
    })
  })
}
