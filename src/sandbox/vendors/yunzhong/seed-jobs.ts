import sample from '../../seeds/yunzhong.get-friends-job-list.json' with { type: 'json' }
import { chinaSecond, onDay } from '../china-time.ts'
import { cast } from '../../world/cast.ts'
import { tagIdOf } from '../../world/contacts.ts'
import { createRandom, type Random } from '../../world/random.ts'
import type { World } from '../../world/world.ts'
import type { Job, MomentAttachment, Task } from './entities.ts'
import { momentStories, momentThemes, type MomentStory } from './moment-stories.ts'

type People = Job['people']

interface Seeding {
  world: World
  now: number
  random: Random
}

const sampleTask = 5
const dailyTask = 11
const firstTheme = 12

/** Stand-ins for the people of the vendor's sample, which has only their number. */
const samplePeople: readonly (readonly [userid: string, isFinished: boolean])[][] = [
  [
    [cast.salesperson, false],
    [cast.colleague, true],
  ],
  [
    [cast.salesperson, true],
    [cast.colleague, true],
    [cast.busiest, true],
    ['zhouwei', false],
  ],
]

const nameOf = (world: World, userid: string) => world.staff.find((one) => one.userid === userid)?.name ?? userid

/** The two jobs of the vendor's documentation, unchanged. */
function fromSample(world: World): Job[] {
  return sample.data.record_list.data.map(({ id, created_at, content }, at) => ({
    id,
    taskId: sampleTask,
    createdAt: created_at,
    content: structuredClone(content),
    people: (samplePeople[at] ?? []).map(([userid, isFinished]) => ({
      userid,
      name: nameOf(world, userid),
      isFinished,
    })),
  }))
}

function attachmentOf({ attachment }: MomentStory, random: Random): MomentAttachment[] {
  const media_id = `WWME_${random.letters(30)}`
  if (attachment === null) return []
  if (attachment === 'image' || attachment === 'video') return [{ msgtype: attachment, [attachment]: { media_id } }]
  return [{ msgtype: 'link', link: { ...attachment, media_id } }]
}

/** All staff, and shop assistants without a sidebar: together more than one page. */
function everybody({ world, random }: Seeding, finished: number): People {
  const assistants = Array.from({ length: 17 }, (_, at) => ({
    userid: `dianyuan${String(at + 1).padStart(2, '0')}`,
    name: `店员${at + 1}`,
  }))
  return [...world.staff, ...assistants].map(({ userid, name }) => ({
    userid,
    name,
    isFinished: random.chance(finished),
  }))
}

function jobOf(id: number, story: MomentStory, { taskId, at }: { taskId: number; at: number }, seeding: Seeding): Job {
  const { world, random, now } = seeding
  const { text, tags = [], users } = story
  const asked = everybody(seeding, now - at > 2 * 86_400_000 ? 0.8 : 0.35)
  const people = users ? asked.filter(({ userid }) => users.includes(userid)) : asked
  const mine = people.find(({ userid }) => userid === cast.salesperson)
  if (mine && story.mine !== undefined) mine.isFinished = story.mine
  return {
    id,
    taskId,
    createdAt: chinaSecond(at + random.int(0, 3599) * 1000),
    content: {
      text: { content: text },
      attachments: attachmentOf(story, random),
      visible_range: {
        sender_list: {
          user_list: users ? world.staff.map(({ userid }) => userid).filter((userid) => users.includes(userid)) : [],
          department_list: story.departments ?? [],
        },
        external_contact_list: { tag_list: tags.map(tagIdOf) },
      },
    },
    people,
  }
}

/** The vendor's sample SOP with its two jobs, a daily SOP with more than one page of jobs, and one SOP per theme. */
export function seedJobs(world: World, now: number, seed: number): { tasks: Task[]; jobs: Job[] } {
  const seeding: Seeding = { world, now, random: createRandom(seed ^ 0x73_6f_70) }
  const made = (days: number) => chinaSecond(onDay(now, -days, 9))
  const daily = Array.from({ length: 18 }, (_, at) => {
    const story = momentStories[at % momentStories.length]
    return story ? jobOf(101 + at, story, { taskId: dailyTask, at: onDay(now, at - 18, 8) }, seeding) : []
  }).flat()
  const themed = momentThemes.flatMap(({ stories, daysAgo }, theme) =>
    stories.map((story, at) =>
      jobOf(201 + theme * 10 + at, story, { taskId: firstTheme + theme, at: onDay(now, -daysAgo + at, 10) }, seeding),
    ),
  )
  const themes = momentThemes.map(({ name, daysAgo, isOpen }, at): Task => ({
    id: firstTheme + at,
    name,
    type: 5,
    isOpen,
    createdAt: made(daysAgo + 2),
  }))
  return {
    tasks: [
      { id: sampleTask, name: '测试朋友圈', type: 5, isOpen: true, createdAt: '2024-05-22 09:12:40' },
      { id: dailyTask, name: '每日早安素材', type: 5, isOpen: true, createdAt: made(60) },
      ...themes,
      { id: 41, name: '新客跟进', type: 1, isOpen: true, createdAt: made(120) },
      { id: 42, name: '对账提醒', type: 2, isOpen: true, createdAt: made(120) },
      { id: 43, name: '生日祝福', type: 3, isOpen: true, createdAt: made(120) },
      { id: 44, name: '老板群价格表', type: 4, isOpen: true, createdAt: made(120) },
    ],
    jobs: [...fromSample(world), ...daily, ...themed],
  }
}
