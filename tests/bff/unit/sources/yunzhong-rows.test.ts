import * as fc from 'fast-check'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { PushContent } from '#contract/content'
import { Moment } from '#contract/moment'
import { Notice } from '#contract/notice'
import { Push } from '#contract/push'
import { createClient, type YunzhongClient } from '../../../../src/bff/sources/yunzhong/client.ts'
import { createJar } from '../../../../src/bff/sources/yunzhong/jar.ts'
import { toPieces } from '../../../../src/bff/sources/yunzhong/map-content.ts'
import { MomentBody, toJobRow, toMoment } from '../../../../src/bff/sources/yunzhong/moments/map-moment.ts'
import { toNoticeBody } from '../../../../src/bff/sources/yunzhong/notices/map-notice.ts'
import { toPush, toPushBody } from '../../../../src/bff/sources/yunzhong/pushes/map-push.ts'
import type { NoteUnread } from '../../../../src/bff/wire/read-wire.ts'
import { readTime } from '../../../../src/bff/wire/time.ts'
import { fakeHttp } from '../../../support/fake-http.ts'

const signal = () => new AbortController().signal
const jar = createJar('PHPSESSID=x')
const config = { apiUrl: 'https://shop.example', uniacid: '6', businessId: null, service: null }
const log = pino({ level: 'silent' })
const now = Date.parse('2026-11-20T10:00:00+08:00')
const staff = { id: 11, user_id: 'zhangsan', name: '张三', avatar: '' }
const at = '2026-11-19 09:00:00'

type Path = readonly (string | number)[]

/** Every field at every depth, but for what makes the row a row. */
const pathsOf = (value: unknown, needed: readonly string[], before: Path = []): Path[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, each]) => {
        const path: Path = before.concat(key)
        return needed.includes(path.join('.')) ? [] : [path].concat(pathsOf(each, needed, path))
      })
    : []

function withValue(row: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value
  const copy: object = Array.isArray(row) ? [...(row as unknown[])] : { ...(row as object) }
  Reflect.set(copy, key, withValue(Reflect.get(copy, key), rest, value))
  return copy
}

interface Kind {
  row: object
  needed: readonly string[]
  /** Where the row lies in the vendor's answer. */
  wrap(row: unknown): unknown
  /** The rows in the contract's words, or as they are read. */
  read(client: YunzhongClient, note: NoteUnread): Promise<readonly unknown[]>
  /** The vendor's time fields, and what of ours shows them. */
  times: Record<string, [ofDay: 'start' | 'end', shown: (item: never) => unknown]>
}

const page = (row: unknown) => ({ current_page: 1, last_page: 1, total: 1, data: [row] })
const second = (time: number) => Math.floor(time / 1000)

const notice = {
  id: 9,
  task_id: 3,
  notice_type: 1,
  notice_desc: '进行中',
  content: '任务',
  created_at: at,
  body: { head: '头', title: '题', content: '文', footer: '脚' },
  has_one_creator: staff,
  has_one_staff: { ...staff, id: 12 },
  has_one_task: {
    id: 3,
    name: '任务',
    desc: '说明',
    staff_uid: 12,
    status: 1,
    priority: 0,
    is_archive: 0,
    start_time: at,
    deadline_time: at,
    has_one_staff: staff,
  },
}
const job = {
  id: 31,
  created_at: at,
  moment_total: 3,
  moment_finish_count: 1,
  moment_wait_count: 2,
  content: {
    text: { content: '上新了' },
    attachments: [
      { msgtype: 'image', image: { media_id: 'm1' } },
      { msgtype: 'link', link: { url: 'https://a.cn' } },
    ],
    visible_range: {
      sender_list: { user_list: ['zhangsan'], department_list: [2] },
      external_contact_list: { tag_list: ['t1'] },
    },
  },
}
const piece = { type: 'link', news: 'x', link_img: '', media_id: '', title: 't', link: 'https://a.cn', describe: 'd' }

const kinds: Record<string, Kind> = {
  push: {
    row: { id: 7, task_name: '回访', date: at, content_list: { '0': piece } },
    needed: ['id'],
    wrap: (row) => ({ date: at, current: [row] }),
    async read(client) {
      const { rows } = await client.pending(jar, { externalUserId: 'wm1' }, signal())
      return rows.map((row) => Push.parse(toPush(toPushBody(row), new Map(), now)))
    },
    times: {},
  },
  piece: {
    row: piece,
    needed: [],
    wrap: (row) => ({ task_name: '回访', content_list: JSON.stringify({ '4': row }) }),
    async read(client, note) {
      const content = await client.content(jar, { externalUserId: 'wm1' }, '7', signal())
      const pieces = toPieces(content?.content_list, note).map((each) => Object.assign(each, { placedAt: null }))
      return PushContent.parse({ pushId: '7', title: content?.task_name, pieces }).pieces
    },
    times: {},
  },
  notice: {
    row: notice,
    needed: ['id'],
    wrap: page,
    async read(client) {
      const { rows } = await client.notices(jar, 'unread', 1, signal())
      return rows.map((row) => Notice.parse({ ...toNoticeBody(row, false, () => null), canMarkRead: false }))
    },
    times: {
      created_at: ['start', ({ createdAt }: Notice) => createdAt],
      'has_one_task.start_time': ['start', ({ task }: Notice) => task?.startAt ?? null],
      'has_one_task.deadline_time': ['end', ({ task }: Notice) => task?.deadlineAt ?? null],
    },
  },
  'row of the message centre': {
    row: { id: 5, plugin: 'project-manager', created_at: at, message_body: { head: '头', title: '题' } },
    needed: ['id'],
    wrap: page,
    read: async (client) => (await client.messages(jar, 1, signal())).rows,
    times: {},
  },
  'moments task': {
    row: { id: 5, name: '新品', task_name: '新品' },
    needed: ['id'],
    wrap: page,
    read: async (client) => (await client.momentTasks(jar, 1, signal())).rows,
    times: {},
  },
  'moments job': {
    row: job,
    needed: ['id'],
    wrap: (row) => ({ record_list: page(row), wait_count: 2, finish_count: 1, job_total: 3 }),
    async read(client) {
      const { rows } = await client.momentJobs(jar, '5', 1, signal())
      const bodies = rows.map((row) => MomentBody.parse(toJobRow(row, '新品', []).body))
      return bodies.map((body) => Moment.parse(toMoment({ body, status: 'open' })))
    },
    times: { created_at: ['start', ({ createdAt }: Moment) => createdAt] },
  },
  'person of a job': {
    row: { user_id: 'zhangsan', status: 1 },
    needed: ['user_id'],
    wrap: (row) => ({ record_list: page(row) }),
    read: async (client) => (await client.momentPeople(jar, '31', 1, signal())).rows,
    times: {},
  },
}

const readAs = ({ wrap, read }: Kind, row: unknown, note: NoteUnread = () => undefined) =>
  read(createClient({ config, log, note, http: fakeHttp(() => ({ result: 1, msg: 'ok', data: wrap(row) })) }), note)

const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>('', '[]', '{}', false, 0, -1, '0000-00-00 00:00:00', '1970-01-01 08:00:00', '2026-11-20'),
  fc.constantFrom<unknown>(2 ** 60, 1e300, '{"head":"x"}', 'a,b', '\0', '<b>&amp;</b>'),
)

describe.each(Object.entries(kinds))('a %s', (_name, kind) => {
  const paths = pathsOf(kind.row, kind.needed)

  it('is not lost for any value in any field that it can be without', async () => {
    const property = fc.asyncProperty(fc.constantFrom(...paths), odd, async (path, value) => {
      const items = await readAs(kind, withValue(kind.row, path, value))
      expect(items).toHaveLength(1)
    })
    await fc.assert(property, { seed: 20_261_120, numRuns: 200 })
  })

  it('shows no wrong time', async () => {
    const fields = Object.entries(kind.times)
    for (const [field, [ofDay, shown]] of fields) {
      const property = fc.asyncProperty(odd, async (value) => {
        const [item] = await readAs(kind, withValue(kind.row, field.split('.'), value))
        const told = shown(item as never)
        const read = readTime(value, ofDay) ?? null
        expect(told === null ? null : second(Date.parse(String(told)))).toBe(read === null ? null : second(read))
      })
      await fc.assert(property, { seed: 20_261_120, numRuns: 100 })
    }
  })

  it('says which of its fields could not be read', async () => {
    for (const path of paths.filter((each) => each.length === 1 && each[0] !== 'content_list' && each[0] !== 'date')) {
      const unread: string[] = []
      await readAs(kind, withValue(kind.row, path, ['x', 1.5]), ({ field }) => unread.push(field))
      expect(unread.join(), path.join('.')).toContain(String(path[0]))
    }
  })
})
