import { describe, expect, test } from 'vitest'
import page from '../../src/sandbox/seeds/tanma.get-group-list.json' with { type: 'json' }
import { cast } from '../../src/sandbox/world/cast.ts'
import { createWorld } from '../../src/sandbox/world/create-world.ts'

const now = Date.parse('2024-08-07T15:30:00+08:00')
const world = createWorld({ seed: 1, now })
const contact = (id: string) => world.contacts.find(({ externalUserId }) => externalUserId === id)
const followers = (id: string) => contact(id)?.follows.map(({ userid }) => userid)
const linked = (id: string) => world.links.filter(({ wecom_id }) => wecom_id === id).map(({ source_id }) => source_id)

test('the same seed and time make the same world, another seed another one', () => {
  expect(createWorld({ seed: 1, now })).toEqual(world)
  expect(createWorld({ seed: 2, now }).contacts).not.toEqual(world.contacts)
})

test('worlds share nothing: to change one leaves the other', () => {
  const other = createWorld({ seed: 1, now })
  Object.assign(other.staff[0] ?? {}, { name: '改名' })
  other.contacts[0]?.follows.pop()
  expect(createWorld({ seed: 1, now })).toEqual(world)
})

describe('the seed contact', () => {
  test('is followed by the salesperson, as her customer of two vendors, and by a colleague', () => {
    expect(contact(cast.seedContact)).toMatchObject({
      name: '陈晓雨',
      type: 1,
      follows: [
        { userid: 'mengxiangyu', remark: '南坪店老板', remarkCorpName: '晓雨便利店', remarkMobiles: ['13800001111'] },
        { userid: 'linxiaomei' },
      ],
    })
    const tags = contact(cast.seedContact)?.follows[0]?.tags.map(({ tagName }) => tagName)
    expect(tags).toEqual(['重点客户', '月结', '便利店'])
    expect(linked(cast.seedContact)).toEqual(['wxid_cdh8t1ajl8qm22', '7269195022934925565'])
  })

  test('sits in the seed group, whose owner is the salesperson', () => {
    const chat = world.chats.find(({ chatId }) => chatId === cast.seedChat)
    expect(chat).toMatchObject({ name: '测测测', owner: 'mengxiangyu' })
    expect(chat?.members.map(({ id }) => id)).toContain(cast.seedContact)
  })
})

test('the ten groups of 探马’s page are groups of the salesperson', () => {
  const own = new Set(world.chats.filter(({ owner }) => owner === cast.salesperson).map(({ chatId }) => chatId))
  expect(page.data.result.every(({ chatId }) => own.has(chatId))).toBe(true)
  expect(page.data.result).toHaveLength(10)
})

test('the cast plays its parts', () => {
  expect(followers(cast.ofNobody)).toEqual([])
  expect(followers(cast.ofColleague)).toEqual(['linxiaomei'])
  expect(contact(cast.foreign)?.gone).toBe('foreign')
  expect(contact(cast.deleted)?.gone).toBe('deleted')
  expect(contact(cast.ofOtherCompany)).toMatchObject({ type: 2, corpName: '良品实业' })
  expect(linked(cast.idle)).toHaveLength(2)
  for (const id of [cast.samePhone, cast.managed, cast.phoneOfColleagues, cast.friendOfTodos, cast.stranger])
    expect(linked(id)).toEqual([])
})

test('nobody told the 工号 of one salesperson, and another vendor knows him by a rule alone', () => {
  expect(linked(cast.withoutYoumiId)).toEqual(['451653062381845'])
  expect(linked(cast.salesperson)).toEqual(['b08', '4622857986008792650', '451653062381760', 'meng.xy'])
})

test('every id has the form that WeCom gives it, and none occurs twice', () => {
  const contacts = world.contacts.map(({ externalUserId }) => externalUserId)
  const chats = world.chats.map(({ chatId }) => chatId)
  expect(contacts.filter((id) => !/^w[mo][\w-]{1,62}$/.test(id))).toEqual([])
  expect(chats.filter((id) => !/^wr[\w-]{1,62}$/.test(id))).toEqual([])
  expect(new Set([...contacts, ...chats]).size).toBe(contacts.length + chats.length)
})

test('every link is about somebody, and no vendor id is linked twice', () => {
  const known = new Set([
    ...world.staff.map(({ userid }) => userid),
    ...world.contacts.map((one) => one.externalUserId),
  ])
  expect(world.links.filter(({ wecom_id }) => !known.has(wecom_id))).toEqual([])
  const sources = world.links.map(({ subject, source, source_id }) => `${subject} ${source} ${source_id}`)
  expect(new Set(sources).size).toBe(sources.length)
})

describe('conversations', () => {
  test('lead to somebody who exists', () => {
    const known = {
      contact: new Set(world.contacts.map(({ externalUserId }) => externalUserId)),
      group: new Set(world.chats.map(({ chatId }) => chatId)),
      colleague: new Set(world.staff.map(({ userid }) => userid)),
    }
    expect(world.conversations.filter(({ kind, targetId }) => !known[kind].has(targetId))).toEqual([])
  })

  test('of the salesperson begin with the seed contact and the seed group, and hold the whole cast', () => {
    const targets = world.conversations
      .filter(({ userid }) => userid === cast.salesperson)
      .map(({ targetId }) => targetId)
    expect(targets.slice(0, 2)).toEqual([cast.seedContact, cast.seedChat])
    const ofOthers = new Set<string>([cast.salesperson, cast.busiest, cast.withoutYoumiId, cast.chatWithoutName])
    const ofVendors = new Set<string>([cast.seedFriend, cast.seedCustomer])
    const part = Object.values(cast).filter((id) => !ofOthers.has(id) && !ofVendors.has(id))
    expect(part.filter((id) => !targets.includes(id))).toEqual([])
  })

  test('hold messages in order, none of them from the future', () => {
    for (const { messages } of world.conversations) {
      const times = messages.map(({ at }) => at)
      expect(times).toEqual([...times].sort((one, other) => one - other))
      expect(times.at(-1)).toBeLessThan(now)
      expect(messages.length).toBeGreaterThan(0)
    }
  })
})
