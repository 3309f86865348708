import { z } from 'zod'
import { membersOf, type Member } from './members.ts'
import { dayMs } from '../vendors/china-time.ts'
import type { Clock } from '../vendors/vendor.ts'
import type { World } from '../world/world.ts'

/** What the page may ask the sidebar to place in the chat. */
type Content = { type: 'text'; text: string } | { type: 'link'; title: string; url: string; description: string }

interface Row {
  title: string
  detail: string
  value?: string
  give?: Content
  copy?: string
  open?: string
}

/** What the page of `docs/panels` shows. */
interface View {
  head: { small: string; title: string; share?: number }
  rows: Row[]
  /** The number on the tab. */
  badge: number
}

/** What the token says, of what is used here. */
const Claims = z.object({ sub: z.string(), external_userid: z.string().optional(), chat_id: z.string().optional() })

/** Nobody is there: the simulated client only shows what a real one would open. */
export const linkHost = 'vip.sandbox.invalid'
const small = '渝味商贸 · 会员'

const monthAndDay = (at: number) =>
  new Date(at).toLocaleDateString('zh-CN', { month: 'long', day: 'numeric', timeZone: 'Asia/Shanghai' })
const whole = (value: number) => value.toLocaleString('zh-CN')
const money = (fen: number) => `¥${(fen / 100).toLocaleString('zh-CN', { minimumFractionDigits: 2 })}`

function couponRows({ number, coupons }: Member, now: number): Row[] {
  const [drinks, nuts] = [monthAndDay(now + 7 * dayMs), monthAndDay(now + 22 * dayMs)]
  const url = `https://${linkHost}/coupons/${number}`
  const all: Row[] = [
    {
      title: '满 2,000 减 120',
      detail: `饮料类，${drinks}前`,
      give: { type: 'link', title: '满 2,000 减 120，饮料类可用', url, description: `${drinks}前，下单时自动抵扣` },
    },
    {
      title: '年货礼盒 9 折',
      detail: `坚果、糖果，${nuts}前`,
      give: { type: 'text', text: `给您留了一张年货礼盒 9 折券，坚果、糖果都能用，${nuts}前有效。` },
    },
  ]
  return all.slice(0, coupons)
}

function contactView(member: Member, now: number): View {
  const { number, level, next, points, rebate, coupons } = member
  const title = next ? `${level}，还差 ¥${whole(next.missing)} 升${next.name}` : level
  return {
    head: { small, title, ...(next ? { share: next.share } : {}) },
    rows: [
      { title: '本季返利', detail: '季末结算，抵扣下一单', value: money(rebate) },
      { title: '积分', detail: '年底清零', value: whole(points) },
      ...couponRows(member, now),
      { title: '新品试吃装 1 箱', detail: '每店一次', value: '已用' },
      { title: '会员号', detail: number, copy: number },
      { title: '会员系统', detail: '全部消费和积分记录', open: `https://${linkHost}/members/${number}` },
    ],
    badge: coupons,
  }
}

const joining: View = { head: { small, title: '还不是会员' }, rows: [], badge: 0 }

function groupView(members: Member[]): View {
  const levels = [...new Set(members.map(({ level }) => level))]
  const howMany = (level: string) => members.filter((member) => member.level === level).length
  return {
    head: { small: '渝味商贸 · 本群', title: `群里有 ${members.length} 位会员` },
    rows: levels.map((level) => ({ title: level, detail: '在这个群里', value: `${howMany(level)} 位` })),
    badge: 0,
  }
}

function myView(members: Member[], nameOf: (member: Member) => string): View {
  const withCoupons = members.filter(({ coupons }) => coupons > 0)
  return {
    head: { small: '渝味商贸 · 我的会员', title: `${members.length} 位会员，${withCoupons.length} 位有券没用` },
    rows: withCoupons.map((member) => ({
      title: nameOf(member),
      detail: `${member.level} · ${whole(member.points)} 积分`,
      value: `${member.coupons} 张`,
    })),
    badge: 0,
  }
}

/** Reads from the club what a token's holder may see: of the customer, the group, or all customers of their own. */
export function createMemberView(world: World, clock: Clock) {
  /** The name under which they have the customer; null for somebody else's. */
  function nameFor(userid: string, { externalUserId }: Member): string | null {
    const contact = world.contacts.find((each) => each.externalUserId === externalUserId)
    const follow = contact?.follows.find((each) => each.userid === userid)
    return contact && follow ? follow.remark || contact.name : null
  }

  return (payload: unknown): View => {
    const { sub, external_userid: contactId, chat_id: chatId } = Claims.parse(payload)
    const members = membersOf(world)
    if (contactId !== undefined) {
      const member = members.find(({ externalUserId }) => externalUserId === contactId)
      return member ? contactView(member, clock()) : joining
    }
    if (chatId !== undefined) {
      const inChat = new Set(world.chats.find((chat) => chat.chatId === chatId)?.members.map(({ id }) => id))
      return groupView(members.filter(({ externalUserId }) => inChat.has(externalUserId)))
    }
    const mine = members.filter((member) => nameFor(sub, member) !== null)
    return myView(mine, (member) => nameFor(sub, member) ?? '')
  }
}
