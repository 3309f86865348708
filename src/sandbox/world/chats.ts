import seed from '../seeds/tanma.get-group-list.json' with { type: 'json' }
import { cast } from './cast.ts'
import { staff } from './staff.ts'
import type { Random } from './random.ts'
import type { Chat, Contact } from './world.ts'

interface Outline {
  chatId: string
  name: string
  owner: string
  /** Unix seconds. */
  createTime: number
  notice?: string
  /** Customers who must be in it. */
  with?: string[]
}

const seedTime = (text: string) => Date.parse(`${text.replace(' ', 'T')}+08:00`) / 1000

const seeded: Outline[] = seed.data.result.map(({ chatId, chatName, createTimeGroup }) => ({
  chatId,
  name: chatName,
  owner: cast.salesperson,
  createTime: seedTime(createTimeGroup),
  notice: chatId === cast.seedChat ? '测试群，消息不用回复' : '',
  with: chatId === cast.seedChat ? [cast.seedContact] : [],
}))

/** 探马's documentation counts 12 groups and shows ten. These are the other two, older than the ten. */
const beyondTheSeed: Outline[] = [
  {
    chatId: 'wr2ohRCAAAq1Yz0LaoQun2021BBBBBBBBB',
    name: '2021渠道答谢',
    owner: cast.salesperson,
    createTime: seedTime('2021-12-20 10:00:00'),
  },
  {
    chatId: 'wr2ohRCAAAq1Yz0LaoQun2021AAAAAAAAA',
    name: '开业筹备',
    owner: cast.salesperson,
    createTime: seedTime('2021-11-02 09:30:00'),
  },
]

function recent(now: number): Outline[] {
  const ago = (days: number) => Math.floor(now / 1000) - days * 86_400
  return [
    {
      chatId: cast.busyChat,
      name: '南坪便利店老板群',
      owner: cast.salesperson,
      createTime: ago(200),
      notice: '每周三上午 10 点发新品价格表，缺货请在群里接龙。',
      with: [cast.seedContact, cast.longName, cast.emoji],
    },
    {
      chatId: cast.chatWithoutTasks,
      name: '新品试吃体验群',
      owner: cast.salesperson,
      createTime: ago(35),
      with: [cast.friendOfTodos],
    },
    { chatId: cast.chatWithoutName, name: '', owner: cast.colleague, createTime: ago(12), with: [cast.seedContact] },
    { chatId: 'wrGuanyinqiaoBuhuoAAAAAAAAAAAAAAAA', name: '观音桥补货群', owner: cast.busiest, createTime: ago(90) },
    {
      chatId: 'wrDapingShequTuangouAAAAAAAAAAAAAA',
      name: '大坪社区团购🛒团长交流群（只聊活动，不发广告，违者移出）',
      owner: 'zhouwei',
      createTime: ago(61),
    },
  ]
}

function chatOf(outline: Outline, contacts: readonly Contact[], random: Random): Chat {
  const { chatId, name, owner, createTime, notice = '', with: named = [] } = outline
  const known = contacts.filter(({ gone }) => !gone)
  const own = known.filter(({ follows, isIdle }) => !isIdle && follows[0]?.userid === owner)
  const extra = Array.from({ length: random.int(2, 5) }, () => random.pick(own).externalUserId)
  const customers = new Set([...named, ...extra.filter((id) => id !== cast.seedContact)])
  const colleagues = new Set([owner, random.pick(staff).userid])
  const join = () => createTime + random.int(60, 86_400)
  return {
    chatId,
    name,
    owner,
    notice,
    createTime,
    admins: [owner],
    members: [
      ...staff
        .filter(({ userid }) => colleagues.has(userid))
        .map(({ userid, name }) => ({ id: userid, type: 1 as const, name, joinTime: join() })),
      ...known
        .filter(({ externalUserId }) => customers.has(externalUserId))
        .map(({ externalUserId, name }) => ({ id: externalUserId, type: 2 as const, name, joinTime: join() })),
    ],
  }
}

/** The ten groups of 探马's documentation, the two that it does not show, and five recent ones. */
export function createChats(now: number, contacts: readonly Contact[], random: Random): Chat[] {
  return [...seeded, ...beyondTheSeed, ...recent(now)].map((outline) => chatOf(outline, contacts, random))
}
