import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'

/** A 勤策 of any size that takes no time to think, in a process of its own: what is measured beside it is ours. */
const dayMs = 86_400_000
const pageSize = 1000
const tasks = Number(process.env['TASKS'] ?? 1000)
const latencyMs = Number(process.env['LATENCY_MS'] ?? 0)
const days = 1000
const perDay = Math.ceil(tasks / days)
const firstDay = Math.floor(Date.now() / dayMs) - days
const dayOf = (day: number) => new Date((firstDay + day) * dayMs).toISOString().slice(0, 10)

const calls: Record<string, number> = {}
/** A task that somebody changes now and then, and when he did. */
let changed: { index: number; at: number } | null = null

const minuteOf = (time: number) => new Date(time + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')

const person = (number: number) => ({ id: `59${String(number).padStart(17, '0')}`, name: `外勤${number}` })

function taskOf(index: number): object {
  const day = dayOf(Math.floor(index / perDay))
  const isDone = index % 10 > 2
  const entry = { feedback_content: '已到店，陈列完成', feedback_visit_id: '6881039504278373513' }
  return {
    task_id: `66${String(index).padStart(17, '0')}`,
    status: 1,
    task_status: isDone ? '2' : '0',
    create_time: `${day} 10:33`,
    modify_time: changed?.index === index ? minuteOf(changed.at) : `${day} 15:02`,
    feedback_deadline: `${day} 18:00`,
    execute_demand: '1',
    task_source_name: '任务下发',
    task_type_id: String(10_001 + (index % 8)),
    task_content: `巡店 第${index}次\n检查陈列、价签和库存，拍照上传；缺货登记后联系仓库补货。`,
    customer_id: `73${String(index % Math.ceil(tasks / 50)).padStart(17, '0')}`,
    receivers: [person(index % 400)],
    creator: person(index % 7),
    latest_feedback_content: isDone ? entry.feedback_content : '',
    latest_feedback_time: isDone ? `${day} 16:20` : '',
    feedback_detail: isDone ? [{ ...entry, feedback_time: `${day} 16:20` }] : [],
    visit_implement_id: '',
  }
}

/** First index and the one after the last. */
function spanOf(from: string, to: string): [number, number] {
  const dayFrom = (day: string) => Math.floor(Date.parse(day) / dayMs) - firstDay
  return [Math.max(0, dayFrom(from)) * perDay, Math.min(tasks, (dayFrom(to) + 1) * perDay)]
}

function queryTask(body: Record<string, string>): object[] {
  const { modify_date_from: since, create_date_from: from, create_date_to: to, page } = body
  if (since !== undefined) return changed && page === '1' ? [taskOf(changed.index)] : []
  const [first, end] = spanOf(from ?? '', to ?? '')
  const start = first + (Number(page) - 1) * pageSize
  return Array.from({ length: Math.max(0, Math.min(pageSize, end - start)) }, (_, offset) => taskOf(start + offset))
}

function answerTo(operation: string, body: string): string {
  const rows = operation === 'queryTask' ? queryTask(JSON.parse(body) as Record<string, string>) : []
  return JSON.stringify({ return_code: '0', return_msg: '', response_data: JSON.stringify(rows) })
}

const server = createServer((request, response) => {
  const [, , , , operation = ''] = (request.url ?? '').split('/')
  void text(request).then((body) => {
    const send = (answer: string) => response.setHeader('content-type', 'application/json').end(answer)
    if (request.url === '/calls') return send(JSON.stringify(calls))
    if (request.url === '/change') {
      changed = JSON.parse(body) as { index: number; at: number }
      return send('{}')
    }
    calls[operation] = (calls[operation] ?? 0) + 1
    const answer = answerTo(operation, body)
    setTimeout(() => send(answer), latencyMs)
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}\n`)
})
