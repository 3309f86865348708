import { chinaSecond } from '../china-time.ts'
import type { Clock } from '../vendor.ts'
import { cast } from '../../world/cast.ts'
import { createRandom } from '../../world/random.ts'
import type { Contact, World } from '../../world/world.ts'
import { addressOf } from './address.ts'

/** In which way an address is not what the client should open. */
export const quirks = ['none', 'replay', 'old', 'forged'] as const
export type Quirk = (typeof quirks)[number]

export interface QikeliaoFriend {
  /** The raw WeChat id. */
  friendId: string
  name: string
  phone: string
  wechat: string
  messages: { isOwn: boolean; text: string; at: number }[]
}

export interface Opening {
  /** The user name in the own order system. */
  user: string
  friendId: string
  quirk: Quirk
}

interface QikeliaoOptions {
  world: World
  clock: Clock
  seed: number
  /** Where the client is, which shows the page in a frame. */
  publicOrigin: string
}

const privateKey = 'sandbox-qikeliao-not-a-real-key'
const merchantId = '640462692'
const oldMs = 1_200_000

/** Whom the operating phone has as friends: linked to a contact, linked and idle, and linked to nobody. */
const shown = new Set<string>([cast.seedContact, cast.idle, cast.friendOfTodos])

function friendOf({ conversations }: World, contact: Contact): QikeliaoFriend {
  const chat = conversations.find(({ targetId }) => targetId === contact.externalUserId)
  return {
    friendId: contact.youmiId ?? '',
    name: contact.name,
    // The phone is the friend's own, whoever of the company has noted it.
    phone: contact.follows.flatMap(({ remarkMobiles }) => remarkMobiles)[0] ?? '',
    wechat: contact.youmiId ?? '',
    messages: (chat?.messages ?? []).map(({ from, text, at }) => ({ isOwn: from === chat?.userid, text, at })),
  }
}

/** The client 企客聊, as far as it opens the company's page in its sidebar: it has no server that a BFF could ask. */
export function createQikeliao({ world, clock, seed, publicOrigin }: QikeliaoOptions) {
  const random = createRandom(seed ^ 0x71_6b)
  /** What was opened last, to be opened again. */
  let last: string | null = null
  let lastAt = 0

  /** Colleagues with the user names that the client signs them in with, and the friends of the operating phone. */
  const state = () => ({
    people: world.staff.map(({ name, qikeliaoId }) => ({ user: qikeliaoId, name })),
    friends: world.contacts
      .filter(({ externalUserId }) => shown.has(externalUserId))
      .map((contact) => friendOf(world, contact)),
    quirks,
  })

  /** The address that a click on one of the client's buttons loads. @throws Error for somebody who is no friend */
  function open({ user, friendId, quirk }: Opening): string {
    if (quirk === 'replay' && last !== null) return last
    const friend = state().friends.find((each) => each.friendId === friendId)
    if (!friend) throw new Error(`no friend ${friendId}`)
    // With a private key as long as this one the product tells a person's openings apart by their second alone.
    lastAt = Math.max(clock(), lastAt + 1000)
    const at = lastAt - (quirk === 'old' ? oldMs : 0)
    const told = {
      user,
      password: 'sandbox-own-order-password',
      wechat: friend.wechat,
      originalId: friendId,
      phone: friend.phone,
      merchantId,
      time: chinaSecond(at),
      timestamp: Math.floor(at / 1000),
      neber: random.digits(6),
      operator: 'yunhuo-01',
    }
    last = addressOf(told, quirk === 'forged' ? `not-${privateKey}` : privateKey)
    return last
  }

  return {
    environment: {
      QKL_PRIVATE_KEY: privateKey,
      QKL_MERCHANT_ID: merchantId,
      QKL_CIPHER: 'cbc',
      QKL_FRAME_ANCESTORS: publicOrigin,
    },
    state,
    open,
  }
}

export type Qikeliao = ReturnType<typeof createQikeliao>
