import { setTimeout as wait } from 'node:timers/promises'
import type { World } from '../../src/sandbox/world/world.ts'
import type { Random } from '../../src/sandbox/world/random.ts'
import { publicOrigin } from '../support/start-bff.ts'
import type { Client, Visitor } from './client.ts'

export interface ActsDeps {
  client: Client
  world: World
  random: Random
}

type Act = (visitor: Visitor) => Promise<unknown>

const pages = 4

/** What salespeople do in the sidebar, and how often: the same calls as the page's, those of one view in parallel. */
export function createActs({ client, world, random }: ActsDeps) {
  const { call } = client

  const contactsOf = ({ userid }: Visitor) =>
    world.contacts.filter(({ gone, follows }) => !gone && follows.some((each) => each.userid === userid))
  const chatsOf = ({ userid }: Visitor) => world.chats.filter(({ members }) => members.some(({ id }) => id === userid))
  const contactOf = (visitor: Visitor): string => random.pick(contactsOf(visitor)).externalUserId

  function board(visitor: Visitor, externalUserId: string, more: { refresh?: boolean; left?: AbortSignal } = {}) {
    const asked = { params: { externalUserId }, ...more }
    return Promise.all([
      call(visitor, 'GET /api/contacts/:externalUserId', asked),
      call(visitor, 'GET /api/contacts/:externalUserId/todos', asked),
      call(visitor, 'GET /api/contacts/:externalUserId/field-tasks', asked),
      call(visitor, 'GET /api/contacts/:externalUserId/group-sops', asked),
      call(visitor, 'GET /api/contacts/:externalUserId/pushes', asked),
    ])
  }

  async function openChat(visitor: Visitor): Promise<void> {
    const chats = chatsOf(visitor)
    if (chats.length === 0) return
    const asked = { params: { chatId: random.pick(chats).chatId }, refresh: random.chance(0.1) }
    await Promise.all([
      call(visitor, 'GET /api/chats/:chatId', asked),
      call(visitor, 'GET /api/chats/:chatId/group-sops', asked),
      call(visitor, 'GET /api/chats/:chatId/pushes', asked),
    ])
  }

  const mine: Act = (visitor) => {
    const refresh = random.chance(0.2)
    return Promise.all([
      call(visitor, 'GET /api/me/todos', { refresh }),
      call(visitor, 'GET /api/me/field-tasks', { refresh }),
      call(visitor, 'GET /api/me/group-sops', { refresh }),
      call(visitor, 'GET /api/me/moments', { refresh }),
      call(visitor, 'GET /api/me/notices', { refresh }),
    ])
  }

  /** Opens another chat before the first one's rows have arrived. */
  async function switchOver(visitor: Visitor): Promise<void> {
    const leaving = new AbortController()
    const first = board(visitor, contactOf(visitor), { left: leaving.signal })
    await wait(random.int(0, 40))
    leaving.abort()
    await Promise.all([first, board(visitor, contactOf(visitor))])
  }

  async function leaf(visitor: Visitor): Promise<void> {
    let cursor: string | null | undefined
    for (let page = 0; page < pages && cursor !== null; page += 1) {
      const query = { status: 'all', limit: 10, ...(cursor ? { cursor } : {}) } as const
      cursor = (await call(visitor, 'GET /api/me/field-tasks', { query }))?.next ?? null
    }
  }

  async function link(visitor: Visitor): Promise<void> {
    const externalUserId = contactOf(visitor)
    const source = random.pick(['youmi', 'waiqin'] as const)
    const path = 'GET /api/contacts/:externalUserId/link-candidates'
    const offered = await call(visitor, path, { params: { externalUserId }, query: { source } })
    const free = offered?.candidates.filter(({ isLinked, isLinkedElsewhere }) => !isLinked && !isLinkedElsewhere) ?? []
    if (free.length === 0) return
    const params = { externalUserId, source, sourceId: random.pick(free).sourceId }
    await call(visitor, 'PUT /api/contacts/:externalUserId/links/:source/:sourceId', { params })
    await board(visitor, externalUserId)
    await call(visitor, 'DELETE /api/contacts/:externalUserId/links/:source/:sourceId', { params })
  }

  async function readPush(visitor: Visitor): Promise<void> {
    const externalUserId = contactOf(visitor)
    const list = await call(visitor, 'GET /api/contacts/:externalUserId/pushes', { params: { externalUserId } })
    const [push] = list?.items ?? []
    if (!push) return
    const params = { externalUserId, pushId: push.pushId }
    await call(visitor, 'GET /api/contacts/:externalUserId/pushes/:pushId', { params })
  }

  async function connect(visitor: Visitor): Promise<void> {
    const body = world.staff.find(({ userid }) => userid === visitor.userid)?.yunzhong
    if (body) await call(visitor, 'PUT /api/me/connections/yunzhong', { body })
  }

  async function signInAgain(visitor: Visitor): Promise<void> {
    const again = await client.signIn(visitor.userid)
    if (again) visitor.cookie = again.cookie
  }

  const weighed: readonly [weight: number, act: Act][] = [
    [35, (visitor) => board(visitor, contactOf(visitor))],
    [12, openChat],
    [10, mine],
    [10, switchOver],
    [8, (visitor) => board(visitor, contactOf(visitor), { refresh: true })],
    [6, leaf],
    [7, client.page],
    [4, link],
    [3, readPush],
    [3, (visitor) => call(visitor, 'POST /api/wecom/signature', { body: { url: `${publicOrigin}/` } })],
    [2, (visitor) => call(visitor, 'GET /api/session')],
    [2, connect],
    [1, signInAgain],
    [0.3, (visitor) => call(visitor, 'DELETE /api/me/connections/yunzhong')],
  ]
  const total = weighed.reduce((sum, [weight]) => sum + weight, 0)

  function pick(visitor: Visitor): Act {
    // The manager has no customers of his own.
    if (contactsOf(visitor).length === 0) return random.pick([mine, openChat, client.page])
    let rest = random.next() * total
    return weighed.find(([weight]) => (rest -= weight) < 0)?.[1] ?? mine
  }

  return { connect, any: (visitor: Visitor) => pick(visitor)(visitor) }
}

export type Acts = ReturnType<typeof createActs>
