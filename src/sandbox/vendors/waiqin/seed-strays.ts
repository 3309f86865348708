import { dayMs, onDay } from '../china-time.ts'
import type { Account, World } from '../../world/world.ts'
import type { Customer, Task } from './entities.ts'
import { office } from './people.ts'
import { kinds } from './seed-types.ts'
import { createTask } from './task-outline.ts'

/** People without anybody in WeCom who have open tasks all the same. */
const withTasks = ({ company }: World): Account[] =>
  company.accounts.filter(({ vendor, openTasks }) => vendor === 'waiqin' && openTasks !== undefined)

/** Each of them has one shop, which no contact of this world is. */
const shopOf = ({ id }: Account) => `7269195077${id.slice(-9)}`

export const strayCustomers = (world: World): Customer[] =>
  withTasks(world).map((account) => ({
    id: shopOf(account),
    cm_id: '',
    cm_code: `CQ9${account.id.slice(-4)}`,
    cm_name: `${account.name}的门店`,
    cm_tel: '',
    cm_type: '终端门店',
    cm_status: '1',
    cm_manager: account.name,
    cm_manager_id: account.id,
    cm_linkman_name: '店长',
    cm_linkman_mobile: '',
    cm_addr: '重庆市万州区',
    create_time: '2023-06-01 10:00',
    exts: [],
  }))

function taskOf(account: Account, turn: number, now: number): Task {
  const kind = kinds[turn % kinds.length]
  if (!kind) throw new Error('no kind of task')
  const { id, name, externalCode } = account
  const createdAt = onDay(now, -1 - turn, 9)
  return createTask({
    id: `6522${id.slice(-11)}${String(turn).padStart(4, '0')}`,
    customerId: shopOf(account),
    receivers: [{ id, name, ...(externalCode && { source_code: externalCode }) }],
    creator: office[0],
    typeId: kind.id,
    content: kind.contents[0] ?? kind.name,
    createdAt,
    dueAt: createdAt + (3 + (turn % 9)) * dayMs,
    task_status: '0',
    executeDemand: kind.execute_demand,
  })
}

export const strayTasks = (world: World, now: number): Task[] =>
  withTasks(world).flatMap((account) =>
    Array.from({ length: account.openTasks ?? 0 }, (_, turn) => taskOf(account, turn, now)),
  )
