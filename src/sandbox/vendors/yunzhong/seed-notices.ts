import sample from '../../seeds/yunzhong.notice-unread.json' with { type: 'json' }
import { chinaSecond, dayMs, onDay } from '../china-time.ts'
import { cast } from '../../world/cast.ts'
import { createRandom, type Random } from '../../world/random.ts'
import { staffRow, uniacid } from './accounts.ts'
import type { Account, Notice, PmTaskRow } from './entities.ts'
import { comments, heads, projectTasks } from './notice-words.ts'

/** Number of notices per staff member; hejing has two pages of unread ones. */
const inboxes: readonly [userid: string, unread: number, read: number][] = [
  ['mengxiangyu', 6, 23],
  ['linxiaomei', 3, 4],
  ['hejing', 27, 45],
  ['zhouwei', 0, 5],
  ['wujianguo', 2, 0],
]

/** The notices of the vendor's documentation, unchanged, all in the inbox of the cast's `salesperson`. */
function fromSample(): Notice[] {
  return sample.data.data.map(({ has_one_creator: creator, status, ...row }) => ({
    row: { ...structuredClone(row), mark: null, creator: { ...creator } },
    reader: cast.salesperson,
    isRead: status === 1,
  }))
}

interface Seeding {
  accounts: readonly Account[]
  now: number
  random: Random
}

function taskRow(at: number, receiver: Account, { accounts, now, random }: Seeding): PmTaskRow {
  const { name, desc } = projectTasks[at % projectTasks.length] ?? { name: '任务', desc: '' }
  const started = onDay(now, -random.int(1, 20), 9)
  return {
    id: 300 + at,
    uniacid,
    business_id: 1,
    project_id: 1 + (at % 3),
    staff_uid: random.chance(0.7) ? receiver.staffId : random.pick(accounts).staffId,
    create_uid: accounts[4]?.staffId ?? 1,
    archive_uid: 0,
    parent_id: 0,
    name,
    desc,
    work_group_id: 1,
    project_group_id: 0,
    project_sort: 0,
    priority: random.pick([0, 0, 1, 2]),
    status: random.pick([0, 1, 1, 3]),
    is_archive: 0,
    work_sort: Math.floor(started / 1000),
    start_time: chinaSecond(started),
    deadline_time: random.chance(0.7) ? chinaSecond(onDay(now, random.int(-3, 12))) : null,
    archive_time: null,
    created_at: chinaSecond(started - dayMs),
  }
}

function noticeOf(id: number, at: number, receiver: Account, seeding: Seeding): Notice {
  const { accounts, random } = seeding
  const actor = random.pick(accounts.filter(({ userid }) => userid !== '' && userid !== receiver.userid))
  const task = taskRow(random.int(0, projectTasks.length - 1), receiver, seeding)
  const head = random.pick(heads)
  const content = head.type === 3 ? random.pick(comments) : null
  return {
    row: {
      id,
      business_id: 1,
      task_id: task.id,
      notice_uid: receiver.staffId,
      change_uid: actor.staffId,
      notice_type: head.type,
      notice_desc: head.desc,
      mark: null,
      content,
      created_at: chinaSecond(at),
      body: { head: head.text, title: task.name, content: content ?? '', footer: '' },
      creator: staffRow(actor),
      has_one_task: head.type === 9 ? null : task,
    },
    reader: receiver.userid,
    isRead: false,
  }
}

/** The vendor's sample notices, then every staff member's notices in order of arrival. */
export function seedNotices(accounts: readonly Account[], now: number, seed: number): Notice[] {
  const seeding: Seeding = { accounts, now, random: createRandom(seed ^ 0x6e_6f_74) }
  const arrivals = inboxes.flatMap(([userid, unread, read]) => {
    const receiver = accounts.find((each) => each.userid === userid)
    if (!receiver) return []
    const arrival = (at: number, isRead: boolean) => ({ at, isRead, receiver })
    const fresh = Array.from({ length: unread }, (_, turn) => arrival(now - (turn * 3 + 1) * 3_500_000, false))
    const old = Array.from({ length: read }, (_, turn) => arrival(now - (turn * 2 + 5) * dayMs, true))
    return fresh.concat(old)
  })
  const made = arrivals
    .sort((one, other) => one.at - other.at)
    .map(({ at, isRead, receiver }, turn) => Object.assign(noticeOf(101 + turn, at, receiver, seeding), { isRead }))
  return [...fromSample(), ...made]
}
