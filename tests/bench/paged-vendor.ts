import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'

/** A 勤策 of any size that answers with little effort, in a process of its own, so that the time measured is ours. */
const dayMs = 86_400_000
const pageSize = 1000
const tasks = Number(process.env['TASKS'] ?? 1000)
const latencyMs = Number(process.env['LATENCY_MS'] ?? 0)
const days = 1000
const perDay = Math.ceil(tasks / days)
const firstDay = Math.floor(Date.now() / dayMs) - days
const dayOf = (day: number) => new Date((firstDay + day) * dayMs).toISOString().slice(0, 10)

const calls: Record<string, number> = {}
/** The task that was changed last, and when. */
let changed: { index: number; at: number } | null = null

const minuteOf = (time: number) => new Date(time + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
const digits = (number: number) => String(number).padStart(17, '0')
const mark = (name: string, width = 17) => `{${name}}`.padEnd(width, '_')

/**
 * A task as the answer contains it (JSON within JSON), with the positions of its values, each of fixed width. Making
 * the answers must cost next to nothing.
 */
function templateOf(isDone: boolean) {
  const day = mark('day', 10)
  const entry = { feedback_content: '已到店，陈列完成', feedback_visit_id: '6881039504278373513' }
  const person = (name: string) => ({ id: `59${mark(name)}`, name: `外勤${mark(name)}` })
  const task = {
    task_id: `66${mark('task')}`,
    status: 1,
    task_status: isDone ? '2' : '0',
    create_time: `${day} 10:33`,
    modify_time: mark('modified', 16),
    feedback_deadline: `${day} 18:00`,
    execute_demand: '1',
    task_source_name: '任务下发',
    task_type_id: `1000${mark('t', 3)}`,
    task_content: `巡店 第${mark('task')}次\n检查陈列、价签和库存，拍照上传；缺货登记后联系仓库补货。`,
    customer_id: `73${mark('customer')}`,
    receivers: [person('receiver')],
    creator: person('creator'),
    latest_feedback_content: isDone ? entry.feedback_content : '',
    latest_feedback_time: isDone ? `${day} 16:20` : '',
    feedback_detail: isDone ? [{ ...entry, feedback_time: `${day} 16:20` }] : [],
    visit_implement_id: '',
  }
  const text = `${JSON.stringify(JSON.stringify(task)).slice(1, -1)},`
  const places = Array.from(text.matchAll(/\{(\w+)\}/g), ({ 1: name = '', index }) => ({
    name,
    at: Buffer.byteLength(text.slice(0, index)),
  }))
  return { bytes: Buffer.from(text), places }
}
const [open, done] = [templateOf(false), templateOf(true)]

function taskOf(index: number): Buffer {
  const day = dayOf(Math.floor(index / perDay))
  const values: Record<string, string> = {
    task: digits(index),
    day,
    modified: changed?.index === index ? minuteOf(changed.at) : `${day} 15:02`,
    t: String(101 + (index % 8)),
    customer: digits(index % Math.ceil(tasks / 50)),
    receiver: digits(index % 400),
    creator: digits(index % 7),
  }
  const { bytes, places } = index % 10 > 2 ? done : open
  const task = Buffer.from(bytes)
  for (const { name, at } of places) task.write(values[name] ?? '', at, 'latin1')
  return task
}

/** The first index, and the one after the last. */
function spanOf(from: string, to: string): [number, number] {
  const dayFrom = (day: string) => Math.floor(Date.parse(day) / dayMs) - firstDay
  return [Math.max(0, dayFrom(from)) * perDay, Math.min(tasks, (dayFrom(to) + 1) * perDay)]
}

/** The first day of the increment that was asked for last. */
let incrementSince: string | undefined

/** Counts the calls of increments alone: with `MIRROR_INTERVAL_MS`, each pass reads the newest window again as well. */
function countIncrement({ modify_date_from: modified, create_date_from: created, page }: Record<string, string>): void {
  if (modified !== undefined) incrementSince = modified
  if (incrementSince === undefined || (modified ?? created) !== incrementSince) return
  calls['increments'] = (calls['increments'] ?? 0) + 1
  if (modified === undefined || page !== '1') return
  calls['passes'] = (calls['passes'] ?? 0) + 1
  calls['untilPass'] = calls['increments']
}

/** Every task counts as modified on the day it was created, apart from the changed one. */
function queryTask(body: Record<string, string>): Buffer[] {
  const { modify_date_from: since, page, rows: size = pageSize } = body
  const isIncrement = since !== undefined
  const [first, end] = spanOf(
    since ?? body['create_date_from'] ?? '',
    body[isIncrement ? 'modify_date_to' : 'create_date_to'] ?? '',
  )
  const start = first + (Number(page) - 1) * Number(size)
  const rows = Array.from({ length: Math.max(0, Math.min(Number(size), end - start)) }, (_, offset) =>
    taskOf(start + offset),
  )
  countIncrement(body)
  // It replaces another row, so that the page does not grow.
  return isIncrement && changed && page === '1' ? [taskOf(changed.index), ...rows.slice(1)] : rows
}

function answerTo(operation: string, body: string): Buffer {
  const rows = operation === 'queryTask' ? queryTask(JSON.parse(body) as Record<string, string>) : []
  const list = Buffer.concat(rows).subarray(0, -1)
  return Buffer.concat([Buffer.from('{"return_code":"0","response_data":"['), list, Buffer.from(']"}')])
}

let thinking = 0
let since = 0

/** Waits as long as the vendor would compute, and adds that time to `calls`; two waits at the same time count once. */
async function think(): Promise<void> {
  if (thinking === 0) since = performance.now()
  thinking += 1
  await pause(latencyMs)
  thinking -= 1
  if (thinking === 0) calls['thoughtMs'] = (calls['thoughtMs'] ?? 0) + performance.now() - since
}

const server = createServer((request, response) => {
  const [, , , , operation = ''] = (request.url ?? '').split('/')
  void text(request).then((body) => {
    const send = (answer: string | Buffer) => response.setHeader('content-type', 'application/json').end(answer)
    if (request.url === '/calls') return send(JSON.stringify(calls))
    if (request.url === '/change') {
      changed = JSON.parse(body) as { index: number; at: number }
      return send('{}')
    }
    calls[operation] = (calls[operation] ?? 0) + 1
    // The answer is made during the wait.
    const answered = operation === 'queryTask' ? think() : pause(latencyMs)
    const answer = answerTo(operation, body)
    void answered.then(() => send(answer))
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}\n`)
})
