import type { SimulatedReply } from '../voice.ts'
import { uniacid } from './accounts.ts'
import type { Job } from './entities.ts'
import { paginate } from './paginator.ts'
import type { Parameters } from './parameters.ts'
import type { YunzhongState } from './state.ts'
import { failure, ok, Refusal } from './voice.ts'

const size = 15
const path = (operation: string) => `/business/${uniacid}/plugin/SopTask/${operation}`

/** @throws Refusal if the id is missing */
function idOf(parameters: Parameters, name: string): number {
  const text = parameters.text(name)
  if (!/^\d+$/.test(text)) throw new Refusal(failure('参数错误'))
  return Number(text)
}

const finished = ({ people }: Job) => people.filter(({ isFinished }) => isFinished).length
const sum = (jobs: readonly Job[], count: (job: Job) => number) => jobs.reduce((total, job) => total + count(job), 0)

/** SOPs of one type, or of all types if none is given. */
export function getTaskList(parameters: Parameters, { tasks }: YunzhongState): SimulatedReply {
  const type = parameters.text('task_type')
  const name = parameters.search('task_name')
  const rows = tasks
    .filter((task) => (type === '' || String(task.type) === type) && task.name.includes(name))
    .map((task) => ({
      id: task.id,
      name: task.name,
      task_name: task.name,
      task_type: task.type,
      is_open: Number(task.isOpen),
      execution_type: [2],
      task_set: { tag_list: [], start_time: 0, end_time: 0, send_time_type: 1, send_time: '10:00' },
      has_one_member: { uid: 2464, nickname: '吴建国', avatar: '' },
      created_at: task.createdAt,
    }))
  return ok(paginate(rows, path('getTaskList'), { page: parameters.page, size }))
}

function jobRow(job: Job) {
  const done = finished(job)
  return {
    moment_total: job.people.length,
    moment_finish_count: done,
    moment_wait_count: job.people.length - done,
    created_at: job.createdAt,
    content: job.content,
    id: job.id,
  }
}

/** The jobs of one moments SOP; the totals count people, over all pages. */
export function getFriendsJobList(parameters: Parameters, { jobs, quirks }: YunzhongState): SimulatedReply {
  const taskId = idOf(parameters, 'task_id')
  const date = parameters.search('date')
  const found = jobs.filter((job) => job.taskId === taskId && job.createdAt.startsWith(date))
  const list = paginate(found.map(jobRow), path('getFriendsJobList'), { page: parameters.page, size })
  const broken = { ...list.data[0], id: null, content: '', created_at: 0 }
  const total = sum(found, ({ people }) => people.length)
  const done = sum(found, finished)
  return ok({
    record_list: quirks.badRow && list.data.length > 0 ? { ...list, data: [broken, ...list.data.slice(1)] } : list,
    wait_count: total - done,
    finish_count: done,
    job_total: total,
  })
}

/** The people who should publish one job, and whether they have. */
export function getFriendsJobDetailsList(parameters: Parameters, { jobs }: YunzhongState): SimulatedReply {
  const jobId = idOf(parameters, 'job_id')
  const status = parameters.search('status')
  const keyword = parameters.search('keyword')
  const people = jobs.find(({ id }) => id === jobId)?.people ?? []
  const rows = people
    .filter(
      ({ name, isFinished }) => name.includes(keyword) && (status === '' || status === String(Number(isFinished))),
    )
    .map(({ userid, name, isFinished }) => ({
      user_id: userid,
      status: Number(isFinished),
      status_name: isFinished ? '已完成' : '未完成',
      staff: { user_id: userid, userid, name, avatar: '', avatar_mediaid: '' },
    }))
  return ok({ record_list: paginate(rows, path('getFriendsJobDetailsList'), { page: parameters.page, size }) })
}
