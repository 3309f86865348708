import type { World } from '../../world/world.ts'
import { createBulk, type Bulk } from './bulk.ts'
import type { Customer, Employee, TaskType } from './entities.ts'
import { seedEmployees } from './employees.ts'
import { seedCustomers } from './seed-customers.ts'
import { strayCustomers, strayTasks } from './seed-strays.ts'
import { seedTasks } from './seed-tasks.ts'
import { seedTypes } from './seed-types.ts'
import { createTaskStore, type TaskStore } from './task-store.ts'

export interface WaiqinStore {
  tasks: TaskStore
  types: TaskType[]
  customers: Map<string, Customer>
  employees: Employee[]
  customerPage(status: string | null, offset: number, limit: number): Customer[]
}

interface StoreOptions {
  world: World
  clock: () => number
  seed: number
  /** Total number of tasks. */
  fieldTasks: number
}

/** 勤策's rows: those of the world, followed by generated ones up to the requested number. */
export function createWaiqinStore({ world, clock, seed, fieldTasks }: StoreOptions): WaiqinStore {
  const kept = [...seedTasks(world, clock(), seed), ...strayTasks(world, clock())]
  const bulk: Bulk = createBulk(Math.max(0, fieldTasks - kept.length), clock(), seed)
  const customers = new Map(
    [...seedCustomers(world), ...strayCustomers(world)].map((customer) => [customer.id, customer]),
  )

  function* allCustomers(): Generator<Customer> {
    yield* customers.values()
    for (let index = 0; index < bulk.customers; index += 1) yield bulk.customer(index)
  }

  function customerPage(status: string | null, offset: number, limit: number): Customer[] {
    const all = [...allCustomers()].filter(({ cm_status }) => status === null || cm_status === status)
    return all.slice(offset, offset + limit)
  }

  const tasks = createTaskStore(kept, bulk, clock)
  return { tasks, types: seedTypes(), customers, employees: seedEmployees(world), customerPage }
}
