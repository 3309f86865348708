import sample from '../../seeds/waiqin.query-task.json' with { type: 'json' }
import { dayMs, laterToday, onDay } from '../china-time.ts'
import { cast } from '../../world/cast.ts'
import { createRandom, type Random } from '../../world/random.ts'
import type { Contact, World } from '../../world/world.ts'
import type { Task } from './entities.ts'
import { office, personOf } from './people.ts'
import { kinds } from './seed-types.ts'
import { stories } from './stories.ts'
import { createTask, isOpen, type TaskOutline } from './task-outline.ts'

/** Number of open tasks per salesperson; hejing has 40 open items with her 22 todos. */
const openTasks: readonly [userid: string, count: number][] = [
  ['mengxiangyu', 14],
  ['linxiaomei', 6],
  ['hejing', 18],
  ['zhouwei', 5],
]

const castIds = new Set<string>(Object.values(cast))

const doneFeedback = ['已到店处理，老板满意', '完成，照片已上传', '货已补齐，签收单已拍照', '价格已调整，价签已更换']

interface Seeding {
  world: World
  now: number
  random: Random
  id: () => string
}

function fromStories({ world, now, id }: Seeding): TaskOutline[] {
  return stories(now).map((story, index) => {
    const kind = kinds.find(({ name }) => name === story.type)
    const contact = world.contacts.find(({ externalUserId }) => externalUserId === story.contact)
    if (!kind || !contact?.waiqinId) throw new Error(`story ${index} has no type or no customer`)
    const feedback = (story.feedback ?? []).map(({ content, daysAgo }) => ({ content, at: onDay(now, -daysAgo, 15) }))
    const createdAt = onDay(now, -story.createdDaysAgo, 9)
    return {
      id: id(),
      customerId: contact.waiqinId,
      receivers: [personOf(world, story.receiver)],
      creator: office[index % 2] ?? office[0],
      typeId: kind.id,
      content: story.content,
      createdAt,
      modifiedAt: feedback.at(-1)?.at ?? createdAt,
      dueAt: story.dueAt,
      task_status: story.task_status,
      feedback,
      executeDemand: kind.execute_demand,
      isDeleted: story.isDeleted ?? false,
      isTextStatus: index % 2 === 1,
    }
  })
}

/** Alternates between overdue, today, later and no deadline. */
function deadline(turn: number, now: number): number | null {
  const days = [-9, 0, 1, -2, 3, 0, -1, 10, null, 6][turn % 10]
  if (days === null || days === undefined) return null
  return days === 0 ? laterToday(now, 2 + (turn % 7)) : onDay(now, days, 9 + (turn % 10))
}

function invented(contact: Contact, userid: string, { world, now, random, id }: Seeding) {
  const kind = random.pick(kinds)
  const createdAt = onDay(now, -random.int(1, 20), random.int(8, 17))
  return {
    id: id(),
    customerId: contact.waiqinId ?? '',
    receivers: [personOf(world, userid)],
    creator: random.pick(office),
    typeId: kind.id,
    content: random.pick(kind.contents),
    createdAt,
    executeDemand: kind.execute_demand,
    isTextStatus: random.chance(0.5),
  }
}

function openOf(userid: string, count: number, turn0: number, seeding: Seeding): TaskOutline[] {
  const { world, now, random } = seeding
  const own = world.contacts.filter((one) => one.waiqinId && !one.isIdle && one.follows[0]?.userid === userid)
  // The cast's tasks are written by hand; these are about invented contacts.
  const ordinary = own.filter(({ externalUserId }) => !castIds.has(externalUserId))
  return Array.from({ length: Math.max(0, count) }, (_, index): TaskOutline => {
    const isRework = index % 5 === 4
    const task = invented(random.pick(ordinary), userid, seeding)
    const modifiedAt = isRework ? task.createdAt + 3_600_000 : task.createdAt
    const feedback = isRework ? [{ content: random.pick(doneFeedback), at: modifiedAt }] : []
    return { ...task, modifiedAt, dueAt: deadline(turn0 + index, now), task_status: isRework ? '3' : '0', feedback }
  })
}

function historyOf(contact: Contact, seeding: Seeding): TaskOutline[] {
  const userid = contact.follows[0]?.userid
  if (!contact.waiqinId || contact.isIdle || !userid) return []
  const { now, random } = seeding
  return Array.from({ length: random.int(1, 4) }, (_, index): TaskOutline => {
    const createdAt = onDay(now, -random.int(25, 400), random.int(8, 17))
    const at = createdAt + random.int(1, 4) * dayMs
    const feedback = [{ content: random.pick(doneFeedback), at }]
    const task = { ...invented(contact, userid, seeding), createdAt, modifiedAt: at + 3_600_000, feedback }
    const isDeleted = index === 3
    return { ...task, dueAt: createdAt + 5 * dayMs, task_status: random.chance(0.25) ? '1' : '2', isDeleted }
  })
}

/** Task 10001 of the vendor's documentation, the tasks of the cast, and each salesperson's open and finished tasks. */
export function seedTasks(world: World, now: number, seed: number): Task[] {
  let last = 6_510_000_000_000_000_000n
  const seeding: Seeding = { world, now, random: createRandom(seed ^ 0x77_61), id: () => String((last += 17n)) }
  const told = fromStories(seeding).map(createTask)
  const open = openTasks.flatMap(([userid, count], index) => {
    const { id } = personOf(world, userid)
    const already = told.filter((task) => isOpen(task) && task.receivers.some((person) => person.id === id)).length
    return openOf(userid, count - already, index * 3, seeding)
  })
  const history = world.contacts.flatMap((contact) => historyOf(contact, seeding))
  return [...structuredClone<Task[]>(sample), ...told, ...[...open, ...history].map(createTask)]
}
