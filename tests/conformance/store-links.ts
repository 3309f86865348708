import { describe, expect, it } from 'vitest'
import type { StoreUnderTest } from './store-under-test.ts'

const link = { source: 'waiqin', sourceId: 'c1', name: '华联超市', linkedBy: 'zhangsan', linkedAt: 10 } as const
const by = { by: 'lisi', at: 100 }

export function testLinks(subject: () => StoreUnderTest): void {
  describe('links', () => {
    it('gives a contact what it was linked to, oldest first', async () => {
      const { links } = subject().store
      await links.add('wm1', { ...link, sourceId: 'c2', linkedAt: 20 })
      await links.add('wm1', link)
      await links.add('wm2', link)
      expect((await links.ofContact('wm1')).map(({ sourceId }) => sourceId)).toEqual(['c1', 'c2'])
      expect(await links.ofContact('wm2')).toEqual([link])
      expect(await links.ofContact('wm3')).toEqual([])
    })

    it('keeps who linked first when somebody links again', async () => {
      const { links } = subject().store
      await links.add('wm1', link)
      await links.add('wm1', { ...link, linkedBy: 'lisi', linkedAt: 99 })
      expect(await links.ofContact('wm1')).toEqual([link])
    })

    it('tells whether there was a link to remove', async () => {
      const { links } = subject().store
      await links.add('wm1', link)
      expect(await links.remove('wm2', link, by)).toBe(false)
      expect(await links.remove('wm1', { ...link, source: 'youmi' }, by)).toBe(false)
      expect(await links.remove('wm1', link, by)).toBe(true)
      expect(await links.remove('wm1', link, by)).toBe(false)
      expect(await links.ofContact('wm1')).toEqual([])
    })

    it('brings a removed link back as it was, for 30 days', async () => {
      const { links } = subject().store
      const day = 86_400_000
      await links.add('wm1', link)
      await links.remove('wm1', link, by)
      expect(await links.restore('wm2', link, 200)).toBe(false)
      expect(await links.restore('wm1', { ...link, sourceId: 'c2' }, 200)).toBe(false)
      expect(await links.restore('wm1', link, 30 * day)).toBe(true)
      expect(await links.ofContact('wm1')).toEqual([link])
      expect(await links.restore('wm1', link, 200)).toBe(false)
      await links.remove('wm1', link, by)
      await links.add('wm1', { ...link, linkedBy: 'lisi', linkedAt: 150 })
      expect(await links.restore('wm1', link, 200)).toBe(true)
      expect(await links.ofContact('wm1')).toEqual([link])
      await links.remove('wm1', link, by)
      expect(await links.restore('wm1', link, 100 + 30 * day)).toBe(false)
    })

    it('keeps no removed link for longer, whatever the clock said when it was removed', async () => {
      const { links } = subject().store
      const day = 86_400_000
      await links.add('wm1', link)
      await links.remove('wm1', link, { by: 'lisi', at: 900 * day })
      await links.importRows([], 'import', 100 * day)
      await links.importRows([], 'import', 130 * day)
      expect(await links.restore('wm1', link, 101 * day)).toBe(false)
    })

    it('makes a link the import’s, or an administrator’s, whoever made it first', async () => {
      const { links } = subject().store
      await links.add('wm1', link)
      await links.confirm('wm1', { ...link, name: null, linkedBy: 'boss', linkedAt: 20 })
      await links.confirm('wm2', link)
      expect(await links.ofContact('wm1')).toEqual([{ ...link, linkedBy: 'boss', linkedAt: 20 }])
      expect(await links.ofContact('wm2')).toEqual([link])
      const row = { subject: 'contact', wecomId: 'wm1', source: 'waiqin', sourceId: 'c1' } as const
      expect(await links.importRows([row], 'import', 30)).toEqual({ changed: 1 })
      expect(await links.ofContact('wm1')).toEqual([{ ...link, linkedBy: 'import', linkedAt: 30 }])
    })

    it('knows a person by userid in any spelling of case', async () => {
      const { links } = subject().store
      const staff = { subject: 'staff', wecomId: 'ZhangSan', source: 'youmi', sourceId: 'b08' } as const
      await links.importRows([staff], 'import', 5)
      expect(await links.staffId('zhangsan', 'youmi')).toBe('b08')
      expect(await links.importRows([{ ...staff, wecomId: 'zhangSAN', sourceId: 'b09' }], 'import', 6)).toEqual({
        changed: 1,
      })
      expect(await links.staffId('ZhangSan', 'youmi')).toBe('b09')
      expect(await links.staffCount('youmi')).toBe(1)
      expect(await links.staffOf('youmi', ['b08', 'b09'])).toEqual([{ userid: 'zhangSAN', sourceId: 'b09' }])
      expect(await links.staffOf('waiqin', ['b09'])).toEqual([])
    })

    it('knows which ids belong to another contact already', async () => {
      const { links } = subject().store
      await links.add('wm1', link)
      await links.add('wm2', { ...link, sourceId: 'c2' })
      await links.add('wm2', { ...link, source: 'youmi', sourceId: 'c3' })
      await links.importRows([{ subject: 'staff', wecomId: 'li', source: 'waiqin', sourceId: 'c4' }], 'import', 1)
      const ids = ['c1', 'c2', 'c3', 'c4']
      expect([...(await links.linkedElsewhere('wm1', 'waiqin', ids))]).toEqual(['c2'])
      expect([...(await links.linkedElsewhere('wm3', 'waiqin', ids))].toSorted()).toEqual(['c1', 'c2'])
      expect(await links.linkedElsewhere('wm1', 'waiqin', [])).toEqual(new Set())
    })

    it('knows who is linked to an id, first come first', async () => {
      const { links } = subject().store
      await links.add('wm2', { ...link, linkedAt: 20 })
      await links.add('wm1', link)
      await links.add('wm1', { ...link, sourceId: 'c2' })
      await links.add('wm3', { ...link, source: 'youmi' })
      const ofIds = async (ids: string[]) =>
        (await links.contactsOf('waiqin', ids)).map(({ sourceId, externalUserId }) => `${sourceId} ${externalUserId}`)
      expect(await ofIds(['c1'])).toEqual(['c1 wm1', 'c1 wm2'])
      expect((await ofIds(['c1', 'c2', 'c9'])).toSorted()).toEqual(['c1 wm1', 'c1 wm2', 'c2 wm1'])
      expect(await ofIds([])).toEqual([])
    })

    it('tells upper from lower case, which WeCom ids need', async () => {
      const { links } = subject().store
      await links.add('wmAb', link)
      expect(await links.ofContact('wmab')).toEqual([])
    })

    it('imports once, and counts what changed', async () => {
      const { links } = subject().store
      const rows = [
        { subject: 'staff', wecomId: 'zhangsan', source: 'youmi', sourceId: 'b08' },
        { subject: 'contact', wecomId: 'wm1', source: 'youmi', sourceId: 'wxid_1' },
      ] as const
      expect(await links.importRows(rows, 'import', 5)).toEqual({ changed: 2 })
      expect(await links.importRows(rows, 'import', 6)).toEqual({ changed: 0 })
      expect(await links.staffId('zhangsan', 'youmi')).toBe('b08')
      expect(await links.staffId('zhangsan', 'waiqin')).toBeNull()
      expect(await links.ofContact('wm1')).toEqual([
        { source: 'youmi', sourceId: 'wxid_1', name: null, linkedBy: 'import', linkedAt: 5 },
      ])
    })

    it('replaces the id of a person, and adds to the links of a contact', async () => {
      const { links } = subject().store
      const staff = { subject: 'staff', wecomId: 'zhangsan', source: 'youmi' } as const
      const contact = { subject: 'contact', wecomId: 'wm1', source: 'youmi' } as const
      await links.importRows(
        [
          { ...staff, sourceId: 'b08' },
          { ...contact, sourceId: 'f1' },
        ],
        'import',
        5,
      )
      const again = [
        { ...staff, sourceId: 'b09' },
        { ...contact, sourceId: 'f2' },
      ] as const
      expect(await links.importRows(again, 'import', 6)).toEqual({ changed: 2 })
      expect(await links.staffId('zhangsan', 'youmi')).toBe('b09')
      expect((await links.ofContact('wm1')).map(({ sourceId }) => sourceId)).toEqual(['f1', 'f2'])
    })

    it('imports nothing at all when one row cannot be stored', async () => {
      const { links } = subject().store
      const good = { subject: 'staff', wecomId: 'zhangsan', source: 'youmi', sourceId: 'b08' } as const
      const bad = { ...good, wecomId: 'lisi', source: null as unknown as 'youmi' }
      await expect(links.importRows([good, bad], 'import', 5)).rejects.toThrow(/null/i)
      expect(await links.staffId('zhangsan', 'youmi')).toBeNull()
      expect(await links.importRows([good], 'import', 5)).toEqual({ changed: 1 })
    })
  })
}
