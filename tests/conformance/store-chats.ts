import { describe, expect, it } from 'vitest'
import { mirrorState, unseenSince } from './store-rows.ts'
import type { StoreUnderTest } from './store-under-test.ts'

const group = { chatId: 'wr1', salesId: '100', name: '一群', body: { tasks: [1] }, fetchedAt: 1000 }
const chat = {
  chatId: 'wr1',
  owner: 'zhangsan',
  name: null,
  memberIds: ['zhangsan', 'wm1'],
  fetchedAt: 1000,
  changedAt: null,
}

export function testChats(subject: () => StoreUnderTest): void {
  describe('SOP groups', () => {
    it('gives back groups, with the checkpoint where there is one', async () => {
      const { store, other } = subject()
      await store.sopGroups.put([group], mirrorState({ name: 'groups', checkpoint: 4 }))
      await store.sopGroups.put([{ ...group, chatId: 'wr2', name: null }], null)
      expect(await other.sopGroups.byChatIds(['wr1'])).toEqual([group])
      expect(await other.sopGroups.byChatIds(['wr1', 'wr2', 'wr3'])).toHaveLength(2)
      expect(await other.sopGroups.byChatIds([])).toEqual([])
      expect((await other.mirrors.get('groups')).checkpoint).toBe(4)
    })

    it('keeps what the vendor told last', async () => {
      const { sopGroups } = subject().store
      await sopGroups.put([{ ...group, fetchedAt: 2000, name: '新名' }, group], null)
      await sopGroups.put([group], mirrorState())
      expect(await sopGroups.byChatIds(['wr1'])).toMatchObject([{ name: '新名', fetchedAt: 2000 }])
    })

    it('sweeps what was told before a moment', async () => {
      const { sopGroups } = subject().store
      await sopGroups.put([group, { ...group, chatId: 'wr2', fetchedAt: 2000 }], null)
      expect(await sopGroups.sweep(unseenSince(2000), mirrorState())).toBe(1)
      expect(await sopGroups.byChatIds(['wr1', 'wr2'])).toMatchObject([{ chatId: 'wr2' }])
    })

    it('gives back those with an owner page by page', async () => {
      const { store, other } = subject()
      const group = (chatId: string, salesId: string | null) => ({
        chatId,
        salesId,
        name: null,
        body: {},
        fetchedAt: 1,
      })
      await store.sopGroups.put([group('wr3', '1'), group('wr1', '2'), group('wr2', null), group('wr4', '1')], null)
      const idsAfter = async (after: string) =>
        (await other.sopGroups.owned({ after, limit: 2 })).map(({ chatId }) => chatId)
      expect(await idsAfter('')).toEqual(['wr1', 'wr3'])
      expect(await idsAfter('wr3')).toEqual(['wr4'])
      expect(await idsAfter('wr4')).toEqual([])
    })
  })

  describe('chats', () => {
    it('remembers a chat until it is removed', async () => {
      const { store, other } = subject()
      await store.chats.put(chat)
      await store.chats.put({ ...chat, changedAt: 1_700_000_000_123 })
      expect(await other.chats.byIds(['wr1', 'wr2'])).toEqual([{ ...chat, changedAt: 1_700_000_000_123 }])
      await other.chats.remove('wr1')
      expect(await store.chats.byIds(['wr1'])).toEqual([])
      expect(await store.chats.byIds([])).toEqual([])
    })

    it('keeps the newest sight of a chat', async () => {
      const { chats } = subject().store
      await chats.put({ ...chat, memberIds: ['lisi'], owner: 'lisi', fetchedAt: 2000 })
      await chats.put(chat)
      expect(await chats.byIds(['wr1'])).toMatchObject([{ owner: 'lisi', memberIds: ['lisi'] }])
    })

    it('tells an owner without groups from one who was never asked about', async () => {
      const { store, other } = subject()
      expect(await store.chats.ownedBy('zhangsan')).toBeNull()
      const owned = { chatIds: ['wr1', 'wr2'], fetchedAt: 1000, changedAt: 900 }
      await store.chats.putOwned('zhangsan', owned)
      expect(await other.chats.ownedBy('zhangsan')).toEqual(owned)
      const none = { chatIds: [], fetchedAt: 2000, changedAt: null }
      await store.chats.putOwned('zhangsan', none)
      expect(await other.chats.ownedBy('zhangsan')).toEqual(none)
    })
  })
}
