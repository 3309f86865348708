import { cast } from '../../world/cast.ts'
import { createRandom, type Random } from '../../world/random.ts'
import type { Contact, World } from '../../world/world.ts'
import type { Piece, Push } from './entities.ts'
import { contactPieces, groupPieces, pushStories } from './push-stories.ts'

const castIds = new Set<string>(Object.values(cast))

/** Number of invented pushes per salesperson, to customers outside the cast. */
const invented: readonly [userid: string, count: number][] = [
  ['mengxiangyu', 5],
  ['linxiaomei', 4],
  ['hejing', 14],
  ['zhouwei', 3],
]

const keyed = (pieces: readonly Piece[]): Record<string, Piece> =>
  Object.fromEntries(pieces.map((piece, at) => [String(at), piece]))

const names = { 1: '新客第三天：资料与样品', 2: '月底对账提醒', 3: '生日祝福' } as const

function toContact(userid: string, { externalUserId }: Contact, id: number, random: Random): Push {
  const type = random.pick([1, 1, 1, 2, 3] as const)
  const pieces = contactPieces[type].slice(0, random.int(1, contactPieces[type].length))
  return { id, taskName: names[type], type, userid, targetId: externalUserId, pieces: keyed(pieces), sentKeys: [] }
}

/** The cast's pushes, then each salesperson's pushes to other customers and to their groups. */
export function seedPushes(world: World, _now: number, seed: number): Push[] {
  const random = createRandom(seed ^ 0x70_75_73)
  let last = 700
  const id = () => (last += 1)
  const told = pushStories.map((story): Push => Object.assign(structuredClone(story), { id: id(), sentKeys: [] }))
  const free = (userid: string) =>
    world.contacts.filter(
      ({ externalUserId, follows, gone, isIdle }) =>
        !gone && !isIdle && !castIds.has(externalUserId) && follows[0]?.userid === userid,
    )
  const contacts = invented.flatMap(([userid, count]) => {
    const customers = free(userid)
    return Array.from({ length: count }, (_, at) => customers[at % customers.length])
      .filter((contact) => contact !== undefined)
      .map((contact) => toContact(userid, contact, id(), random))
  })
  const storied = new Set(told.map(({ targetId }) => targetId))
  const groups = world.chats
    .filter(
      ({ chatId, owner }) => !storied.has(chatId) && chatId !== cast.chatWithoutTasks && owner !== cast.salesperson,
    )
    .map(({ chatId, owner }): Push => ({
      id: id(),
      taskName: '周三价格表',
      type: 4,
      userid: owner,
      targetId: chatId,
      pieces: keyed(groupPieces),
      sentKeys: [],
    }))
  return [...told, ...contacts, ...groups]
}
