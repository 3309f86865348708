import { chinaSecond, dayMs } from '../china-time.ts'
import { createRandom } from '../../world/random.ts'
import type { GroupRow, SopGroup, SopTask } from './entities.ts'
import type { TanmaState } from './routes.ts'
import { createSopTask } from './seed.ts'

/** What a test specifies for a new task; the rest is filled in. */
export interface NewSopTask {
  title: string
  /** Epoch ms; by default tomorrow. */
  at?: number
  sendStatus?: number
  mode?: number
}

/** Changes 探马's data as its own users would. */
export interface TanmaTruth {
  addGroup(group: Pick<SopGroup, 'chatId' | 'chatName' | 'salesId' | 'salesName'>): void
  modifyGroup(chatId: string, patch: Partial<SopGroup>): void
  removeGroup(chatId: string): void
  addSopTask(chatId: string, task: NewSopTask): string
  modifySopTask(chatId: string, taskId: string, patch: Partial<SopTask>): void
  removeSopTask(chatId: string, taskId: string): void
  group(chatId: string): SopGroup | null
}

export function createTanmaTruth({ state, clock }: { state: TanmaState; clock: () => number }): TanmaTruth {
  const random = createRandom(0x736f70)

  function rowOf(chatId: string): GroupRow {
    const row = state.groups.get(chatId)
    if (!row) throw new Error(`no group ${chatId}`)
    return row
  }

  function modifyGroup(chatId: string, patch: Partial<SopGroup>): void {
    const row = rowOf(chatId)
    state.groups.set(chatId, { ...row, group: { ...row.group, ...patch } })
  }

  const tasksOf = (chatId: string) => rowOf(chatId).group.tasks

  function addGroup(group: Pick<SopGroup, 'chatId' | 'chatName' | 'salesId' | 'salesName'>): void {
    const rest = { departmentName: '渝南销售部', tasks: [], calendars: [], tagGroupNames: [] }
    const createTimeGroup = chinaSecond(clock())
    state.groups.set(group.chatId, {
      group: { ...rest, createTimeGroup, ...group },
      visibleTo: [group.salesId],
      tagGroupIds: [],
    })
  }

  function addSopTask(chatId: string, { title, at = clock() + dayMs, sendStatus = 0, mode = 1 }: NewSopTask): string {
    const task = createSopTask(random.hex(32), chatId, { title, at, sendStatus, mode })
    modifyGroup(chatId, { tasks: [...tasksOf(chatId), task] })
    return task.id
  }

  function modifySopTask(chatId: string, taskId: string, patch: Partial<SopTask>): void {
    const tasks = tasksOf(chatId).map((task) => (task.id === taskId ? Object.assign({}, task, patch) : task))
    modifyGroup(chatId, { tasks })
  }

  return {
    addGroup,
    modifyGroup,
    removeGroup: (chatId) => void state.groups.delete(chatId),
    addSopTask,
    modifySopTask,
    removeSopTask: (chatId, taskId) =>
      modifyGroup(chatId, { tasks: tasksOf(chatId).filter(({ id }) => id !== taskId) }),
    group: (chatId) => state.groups.get(chatId)?.group ?? null,
  }
}
