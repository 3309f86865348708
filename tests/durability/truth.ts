import type { Simulators } from '../../src/sandbox/vendors/simulators.ts'
import type { Random } from '../../src/sandbox/world/random.ts'
import type { Database } from './database.ts'

/** Changes the vendors' data, so that every mirror has something to follow. */
export function createTurns({ world, vendors }: Simulators, random: Random) {
  const { waiqin, tanma, yunzhong } = vendors
  const { waiqinId = null } = world.staff[0] ?? {}
  const salesId = world.staff.find(({ tanmaId }) => tanmaId !== null)?.tanmaId ?? ''
  const userids = world.staff.map(({ userid }) => userid)
  let turns = 0
  const groups: string[] = []
  const jobs: number[] = []
  const customers: string[] = []

  function turnTasks(customerId: string): void {
    const ids = Array.from({ length: 4 }, (_, index) =>
      waiqin.addFieldTask({ customerId, content: `第${turns}回 ${index}`, receiver: random.pick(userids) }),
    )
    waiqin.completeFieldTask(random.pick(ids))
    waiqin.deleteFieldTask(random.pick(ids))
    const open = waiqinId === null ? [] : waiqin.openTasksOf(waiqinId)
    if (open.length > 5) waiqin.modifyFieldTask(random.pick(open).task_id, { task_status: '1' })
  }

  function turnGroups(): void {
    const chatId = `wrDurable${String(turns).padStart(24, '0')}`
    tanma.addGroup({ chatId, chatName: `第${turns}群`, salesId, salesName: '销售' })
    tanma.addSopTask(chatId, { title: `第${turns}回` })
    groups.push(chatId)
    if (groups.length > 2) for (const gone of groups.splice(0, 1)) tanma.removeGroup(gone)
    for (const each of groups.slice(0, 1)) tanma.addSopTask(each, { title: `又一回 ${turns}` })
  }

  function turnMoments(): void {
    const [job] = jobs
    const waiting = userids.slice(0, 2)
    jobs.push(
      yunzhong.addJob({ taskId: yunzhong.jobsOf(userids[0] ?? '')[0]?.taskId ?? 1, text: `第${turns}回`, waiting }),
    )
    if (job !== undefined) yunzhong.publishMoment(job, waiting[turns % 2] ?? '')
    if (jobs.length > 2) for (const gone of jobs.splice(0, 1)) yunzhong.removeJob(gone)
  }

  return function turn(): void {
    turns += 1
    const customerId = `79${String(turns).padStart(17, '0')}`
    const manager = waiqinId === null ? {} : { cm_manager_id: waiqinId, cm_manager: '经理' }
    waiqin.addCustomer({ id: customerId, cm_name: `第${turns}店`, ...manager })
    customers.push(customerId)
    if (customers.length > 2) for (const gone of customers.splice(0, 1)) waiqin.removeCustomer(gone)
    turnTasks(customerId)
    turnGroups()
    turnMoments()
  }
}

/** Compares every mirrored task with the vendor's, and counts them. Returns one line per fault. */
export async function taskFaults(database: Database, { vendors: { waiqin } }: Simulators): Promise<string[]> {
  const rows = await database.tasks()
  const isTrue = (row: (typeof rows)[number]): boolean => {
    const task = waiqin.fieldTask(row.task_id)
    const at = task && Date.parse(`${task.modify_time.replace(' ', 'T')}+08:00`)
    const isDeleted = String(task?.status) === '0'
    // Of a deleted one nobody's name is kept.
    const customerId = isDeleted ? '' : task?.customer_id
    return at === row.modified_at && customerId === row.customer_id && isDeleted === (row.is_deleted === 1)
  }
  const faults = rows.filter((row) => !isTrue(row)).map(({ task_id: id }) => `task ${id} is not as the vendor says`)
  return rows.length === waiqin.size() ? faults : [...faults, `${rows.length} tasks of ${waiqin.size()}`]
}
