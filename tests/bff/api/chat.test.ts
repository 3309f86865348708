import { afterAll, beforeAll, expect, it } from 'vitest'
import { startWecom, type WecomVendor } from '../../../src/sandbox/vendors/wecom/index.ts'
import { cast } from '../../../src/sandbox/world/cast.ts'
import { createWorld } from '../../../src/sandbox/world/create-world.ts'
import type { Chat, World } from '../../../src/sandbox/world/world.ts'
import { publicOrigin, startBff, type TestBff } from '../../support/start-bff.ts'
import { clockOf } from '../../support/clock.ts'

const now = Date.parse('2026-11-20T10:00:00+08:00')
const clock = clockOf(() => now)
let world: World
let wecom: WecomVendor
let bff: TestBff
let mine: string

beforeAll(async () => {
  world = createWorld({ now })
  // In one group the salesperson is an ordinary member, to the other they do not belong.
  const member = { id: cast.salesperson, type: 1 as const, name: '孟祥宇', joinTime: 1 }
  const outline = { owner: cast.colleague, notice: '', createTime: 1_700_000_000, admins: [cast.colleague] }
  world.chats.push(
    { chatId: 'wrMember', name: '', ...outline, members: [member] },
    { chatId: 'wrForeign', name: '别人的群', ...outline, members: [{ ...member, type: 2 }] },
  )
  wecom = await startWecom({ world, clock, publicOrigin })
  bff = await startBff({ environment: wecom.environment, wecomUrl: wecom.url, clock })
  mine = await bff.signIn(cast.salesperson)
})

afterAll(async () => {
  await bff.close()
  await wecom.close()
})

function chatOf(chatId: string): Chat {
  const chat = world.chats.find((each) => each.chatId === chatId)
  if (!chat) throw new Error(`no group ${chatId}`)
  return chat
}

it('shows the owner his group', async () => {
  const { name, members } = chatOf(cast.seedChat)
  const answer = await bff.get(`/api/chats/${cast.seedChat}`, mine)
  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toMatchObject({
    chatId: cast.seedChat,
    name,
    isMine: true,
    owner: { userid: cast.salesperson, name: '孟祥宇' },
    memberCount: members.length,
    externalCount: members.filter(({ type }) => type === 2).length,
  })
})

it('shows a member a group without a name, and asks for the name of an owner who is not in it', async () => {
  const answer = await bff.get('/api/chats/wrMember', mine)
  expect(answer.json()).toMatchObject({
    name: null,
    notice: null,
    isMine: false,
    owner: { userid: cast.colleague, name: '林晓梅' },
    createdAt: '2023-11-15T06:13:20+08:00',
  })
})

it('refuses who is not in the group, and does not take a customer of that id for a member', async () => {
  const answer = await bff.get('/api/chats/wrForeign', mine)
  expect(answer.statusCode).toBe(403)
  expect(answer.json()).toMatchObject({ code: 'not_a_chat_member' })
  expect(answer.body).not.toContain('别人的群')
})

it('says the same for a group that WeCom does not know', async () => {
  const answer = await bff.get('/api/chats/wrNobodyKnowsThis', mine)
  expect(answer.statusCode).toBe(403)
  expect(answer.json()).toMatchObject({ code: 'not_a_chat_member' })
})
