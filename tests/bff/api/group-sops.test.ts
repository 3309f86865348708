import { describe, expect, it } from 'vitest'
import { GroupSopList } from '#contract/work'
import { useWork } from '../../support/use-work.ts'

const contact = 'wmSeedChenXiaoyuAAAAAAAAAAAAAAAAAA'
const chat = 'wr2ohRCAAAmcbrAflgvXBh6iCHGhB-TA'
const work = useWork()

const listOf = async (path: string, cookie = work.me) =>
  GroupSopList.parse((await work.bff.get(`/api/${path}`, cookie)).json())

describe('the SOPs of a group', () => {
  it('are those of the vendor’s own page, with a state that nobody makes up', async () => {
    const { items, state } = await listOf(`chats/${chat}/group-sops`)
    expect(state).toBe('fresh')
    expect(items.map(({ id }) => id)).toContain('tanma:93fdb7acc51311ecbc3000163e06cc86')
    expect(items.filter(({ sendStatus }) => sendStatus === 1).every(({ status }) => status === 'unknown')).toBe(true)
  })

  it('are asked for again when they are a minute old, and only then', async () => {
    const { seen } = work.simulators.vendors.tanma
    await listOf(`chats/${chat}/group-sops`)
    const before = seen.length
    await listOf(`chats/${chat}/group-sops`)
    expect(seen.length).toBe(before)
    work.simulators.vendors.tanma.addSopTask(chat, { title: '今晚发新品海报' })
    work.now += 61_000
    const { items } = await listOf(`chats/${chat}/group-sops`)
    expect(items.map(({ title }) => title)).toContain('今晚发新品海报')
    expect(seen.length).toBe(before + 1)
  })

  it('are the mirrored ones while the vendor is slow, after a bounded wait', async () => {
    work.simulators.vendors.tanma.fault = 'slow'
    work.simulators.vendors.tanma.slowMs = 20_000
    work.now += 61_000
    const asked = Date.now()
    const list = await listOf(`chats/${chat}/group-sops`)
    expect(Date.now() - asked).toBeLessThan(4_000)
    expect(list).toMatchObject({ state: 'stale', problem: { code: 'upstream_timeout', source: 'tanma' } })
    expect(list.items.length).toBeGreaterThan(0)
  })

  it('are for members of the group alone', async () => {
    const { world } = work.simulators
    const group = world.chats.find(({ chatId }) => chatId === chat)
    const outsider = world.staff.find(({ userid }) => !group?.members.some(({ id }) => id === userid))
    const cookie = await work.bff.signIn(outsider?.userid ?? '')
    const answer = await work.bff.get(`/api/chats/${chat}/group-sops`, cookie)
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([403, 'not_a_chat_member'])
  })
})

describe('the SOPs of the groups that a contact sits in', () => {
  it('are those of the groups that I own', async () => {
    const { items } = await listOf(`contacts/${contact}/group-sops?status=all&limit=200`)
    const { world } = work.simulators
    const groups = world.chats.filter(
      ({ owner, members }) => owner === 'mengxiangyu' && members.some(({ id }) => id === contact),
    )
    expect(new Set(items.map(({ chatId }) => chatId)).size).toBeGreaterThan(0)
    for (const { chatId, mine } of items) {
      expect(groups.map((group) => group.chatId)).toContain(chatId)
      expect(mine).toBe(true)
    }
  })

  it('are fewer than those of all my groups', async () => {
    const some = await listOf(`contacts/${contact}/group-sops?status=all`)
    const all = await listOf('me/group-sops?status=all')
    expect(all.total ?? 0).toBeGreaterThan(some.total ?? 0)
  })

  it('cost WeCom no call while it is known who sits where', async () => {
    await listOf(`contacts/${contact}/group-sops`)
    const { seen } = work.simulators.vendors.wecom
    const before = seen.length
    await listOf(`contacts/${contact}/group-sops`)
    expect(seen.length).toBe(before)
  })
})
