import sample from '../../seeds/youmi.get-charge-daffaires-list.json' with { type: 'json' }
import { dayMs, laterToday, onDay } from '../china-time.ts'
import { cast } from '../../world/cast.ts'
import { createRandom, type Random } from '../../world/random.ts'
import type { World } from '../../world/world.ts'
import type { Todo } from './entities.ts'
import { stories } from './stories.ts'
import { accounts, contents, levels, mainAccount, titles } from './words.ts'

/** Number of open todos per salesperson; hejing has 40 open items with her 18 field tasks. zhouwei has no known 工号. */
const openTodos: readonly [userid: string, count: number][] = [
  ['mengxiangyu', 12],
  ['linxiaomei', 6],
  ['hejing', 22],
]

const castIds = new Set<string>(Object.values(cast))

/** Row 3626 of the vendor's documentation, unchanged. */
function fromSample(): Todo[] {
  return sample.values.map((row) => ({
    id: row.id,
    weixin: row.weixin,
    creator: row.sffId,
    recipients: ['b08'],
    title: row.remindTitle,
    content: row.followupsiTuation,
    remindAt: Date.parse(row.remindTime),
    addedAt: Date.parse(row.addTime),
    isRepeating: row.isAlways,
    state: 0,
    level: { name: row.levelName, color: row.levelColor },
    eventType: 0,
    account: { id: row.wecharId, number: row.ad_wechat_nober, nick: row.ad_wechat_nick },
    from: 0,
    verbatim: { remindTime: row.remindTime, addTime: row.addTime },
  }))
}

interface Seeding {
  world: World
  now: number
  random: Random
  id: () => number
}

function fromStories({ world, now, random, id }: Seeding): Todo[] {
  return stories(now).map((story) => {
    const { contact, recipients, title, content, addedDaysAgo, remindAt, level, isRepeating = false } = story
    const friend = world.contacts.find(({ externalUserId }) => externalUserId === contact)
    const staffIds = world.staff.filter(({ userid }) => recipients.includes(userid)).map(({ youmiId }) => youmiId)
    return {
      id: id(),
      weixin: friend?.youmiId ?? '',
      creator: random.pick(['b01', 'b03']),
      recipients: staffIds.filter((staffId) => staffId !== null),
      title,
      content,
      remindAt,
      addedAt: onDay(now, -addedDaysAgo, 10),
      isRepeating,
      state: story.state ?? 0,
      level: levels[level],
      eventType: story.eventType ?? 0,
      account: mainAccount,
      from: 0,
    }
  })
}

/** Alternates between overdue, today and later. */
function reminder(turn: number, now: number): number {
  const days = [-6, 0, 1, -1, 0, 3, -3, 8][turn % 8] ?? 0
  return days === 0 ? laterToday(now, 1 + (turn % 6)) : onDay(now, days, 9 + (turn % 9))
}

function invented(userid: string, turn: number, { world, now, random, id }: Seeding): Todo[] {
  const staffId = world.staff.find((one) => one.userid === userid)?.youmiId
  const friends = world.contacts.filter(
    (one) => one.youmiId && !castIds.has(one.externalUserId) && one.follows[0]?.userid === userid,
  )
  if (!staffId || friends.length === 0) return []
  return [
    {
      id: id(),
      weixin: random.pick(friends).youmiId ?? '',
      creator: random.pick(['b01', 'b03', staffId]),
      recipients: random.chance(0.15) ? [staffId, 'b01'] : [staffId],
      title: random.pick(titles),
      content: random.pick(contents),
      remindAt: reminder(turn, now),
      addedAt: onDay(now, -random.int(1, 15), random.int(8, 17)) + random.int(0, 3_599_999),
      isRepeating: random.chance(0.1),
      state: 0,
      level: random.pick(Object.values(levels)),
      eventType: random.pick([0, 0, 0, 100, 120, 130] as const),
      account: random.pick(accounts),
      from: random.pick([0, 0, 0, 1, 2, 3] as const),
    },
  ]
}

function historyOf(userid: string, seeding: Seeding): Todo[] {
  const { random, now } = seeding
  return Array.from({ length: 8 }).flatMap(() =>
    invented(userid, 0, seeding).map((todo): Todo => {
      const addedAt = onDay(now, -random.int(20, 200), random.int(8, 17))
      return Object.assign(todo, { addedAt, remindAt: addedAt + 2 * dayMs, state: random.chance(0.8) ? 1 : 2 })
    }),
  )
}

/** The vendor's sample row, the todos of the cast, and invented todos up to each salesperson's number. */
export function seedTodos(world: World, now: number, seed: number): Todo[] {
  let last = 88_000
  const seeding: Seeding = { world, now, random: createRandom(seed ^ 0x79_6d), id: () => (last += 3) }
  const told = [...fromSample(), ...fromStories(seeding)]
  const open = openTodos.flatMap(([userid, count], index) => {
    const staffId = world.staff.find((one) => one.userid === userid)?.youmiId ?? ''
    const already = told.filter(({ state, recipients }) => state === 0 && recipients.includes(staffId)).length
    return Array.from({ length: Math.max(0, count - already) }, (_, turn) =>
      invented(userid, turn + index * 3, seeding),
    )
  })
  const history = openTodos.flatMap(([userid]) => historyOf(userid, seeding))
  const all = [...told, ...open.flat(), ...history]
  const broken = all.find(({ title }) => title.startsWith('🎂'))
  if (broken) broken.brokenRecipients = '["b08"'
  return all
}
