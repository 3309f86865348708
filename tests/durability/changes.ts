import { z } from 'zod'
import type { Simulators } from '../../src/sandbox/vendors/simulators.ts'
import { cast } from '../../src/sandbox/world/cast.ts'
import type { Random } from '../../src/sandbox/world/random.ts'
import type { Caller } from './caller.ts'
import type { Database } from './database.ts'
import type { Ledger } from './ledger.ts'

export const kinds = ['link', 'connect', 'placement'] as const
export type Kind = (typeof kinds)[number]

/** Something that salespeople switch on, and mostly off again. */
interface Slot {
  name: string
  userid: string
  path: string
  body?: object
  isOneWay?: boolean
}

const piecesPerPush = 8
const contactsToLink = 6

const Candidates = z.object({ candidates: z.array(z.object({ sourceId: z.string() })) })
const List = z.object({ state: z.string() })

interface Deps {
  simulators: Simulators
  caller: Caller
  ledger: Ledger
  random: Random
}

/** What salespeople change while the BFF is killed: contacts' links, connections, pieces placed in chats. */
export function createChanges({ simulators, caller, ledger, random }: Deps) {
  const { world, vendors } = simulators
  const me = cast.salesperson
  const slots: Record<Kind, Slot[]> = { link: [], connect: [], placement: [] }
  const pushes: number[] = []

  async function findLinks(): Promise<void> {
    const linked = new Set(world.links.map(({ wecom_id }) => wecom_id))
    const isMine = (one: (typeof world.contacts)[number]) =>
      !one.gone && !linked.has(one.externalUserId) && one.follows.some(({ userid }) => userid === me)
    for (const { externalUserId } of world.contacts.filter(isMine).slice(0, contactsToLink)) {
      const answer = await caller.call(me, 'GET', `contacts/${externalUserId}/link-candidates?source=waiqin`)
      for (const { sourceId } of Candidates.parse(answer?.json).candidates.slice(0, 4)) {
        const path = `contacts/${externalUserId}/links/waiqin/${sourceId}`
        slots.link.push({ name: `link ${externalUserId} ${sourceId}`, userid: me, path })
      }
    }
  }

  function findConnections(): void {
    for (const { userid } of world.staff.filter((one) => one.userid !== me)) {
      const { mobile, password } = vendors.yunzhong.accountOf(userid)
      const path = 'me/connections/yunzhong'
      slots.connect.push({ name: `connect ${userid}`, userid, path, body: { mobile, password } })
    }
  }

  /**
   * Adds a push with pieces to place. Its last piece is never placed, because the vendor no longer lists a push that is
   * done.
   */
  function addPush(): void {
    const keys = Array.from({ length: piecesPerPush }, (_, index) => `p${index}`)
    const pieces = Object.fromEntries(keys.map((key) => [key, { type: 'text' as const, news: `第${key}段` }]))
    const push = { userid: me, targetId: cast.seedContact, taskName: '持久', pieces }
    const id = vendors.yunzhong.addPush(push)
    pushes.push(id)
    slots.placement = keys.slice(0, -1).map((key) => {
      const path = `contacts/${cast.seedContact}/pushes/${id}/placements/${key}`
      return { name: `placement ${me} ${id} ${key}`, userid: me, path, isOneWay: true }
    })
  }

  async function connectMe(): Promise<void> {
    const { mobile, password } = vendors.yunzhong.accountOf(me)
    await caller.call(me, 'PUT', 'me/connections/yunzhong', { mobile, password })
  }

  return {
    async prepare(): Promise<void> {
      await findLinks()
      findConnections()
      await connectMe()
      if (slots.link.length < 8) throw new Error(`only ${slots.link.length} links to make`)
    },
    addPush,

    /**
     * Makes one change of this kind. Resolves when it is answered or broken off; false if there was nothing to change.
     */
    async make(kind: Kind): Promise<boolean> {
      const free = slots[kind].filter(
        ({ name, isOneWay }) => !ledger.isBusy(name) && !(isOneWay && ledger.known(name) === true),
      )
      if (free.length === 0) return false
      const { name, userid, path, body, isOneWay } = random.pick(free)
      const wanted = isOneWay === true || ledger.known(name) !== true
      const send = async () =>
        (await caller.call(userid, wanted ? 'PUT' : 'DELETE', path, wanted ? body : undefined))?.status ?? null
      await ledger.change(name, wanted, send)
      return true
    },

    /**
     * Compares everything that was changed with what the BFF and its database say now. Returns what is only half there.
     */
    async settle(database: Database): Promise<string[]> {
      const faults: string[] = []
      const links = new Map((await database.links()).map((row) => [`link ${row.wecom_id} ${row.source_id}`, row]))
      for (const { name } of slots.link) {
        const row = links.get(name)
        ledger.settle(name, row !== undefined)
        if (row && (!row.name || row.linked_by !== me || row.linked_at <= 0)) faults.push(`half ${name}`)
      }
      for (const { name, userid } of slots.connect) {
        const answer = await caller.call(userid, 'GET', 'me/notices')
        const state = List.safeParse(answer?.json).data?.state ?? `${answer?.status}`
        if (!['fresh', 'disconnected'].includes(state)) faults.push(`half ${name}: ${state}`)
        ledger.settle(name, state === 'fresh')
      }
      const placed = new Set(
        (await database.placements()).map((row) => `placement ${row.userid} ${row.push_id} ${row.piece_key}`),
      )
      for (const id of pushes)
        for (let index = 0; index < piecesPerPush; index += 1) {
          const name = `placement ${me} ${id} p${index}`
          ledger.settle(name, placed.has(name))
        }
      return faults
    },
  }
}

export type Changes = ReturnType<typeof createChanges>
