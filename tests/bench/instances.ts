import { startSimulators } from '../../src/sandbox/vendors/simulators.ts'
import { startPostgres } from '../support/postgres.ts'
import { callsPerMinute, promises } from './instances/any-instance.ts'
import { countCalls, type Calls } from './instances/calls.ts'
import { startFleet, type Fleet } from './instances/fleet.ts'
import { intervalMs, leaseMs, measureMoves, type Moves } from './instances/moves.ts'
import { measureThroughput, type Throughput } from './instances/throughput.ts'
import { publicOrigin } from './start-built.ts'

const fieldTasks = 1000
const dayAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
/** A mirror with few months to read, and without jobs that are read one by one, is soon complete. */
const soonFull = { WAIQIN_SINCE: dayAgo(60), YUNZHONG_SERVICE_MOBILE: '', YUNZHONG_SERVICE_PASSWORD: '' }

export interface InstanceFigures {
  /** What was checked with each number of instances, and the result in words. A failed check ends the bench. */
  held: { instances: number; promise: string; words: string }[]
  calls: Calls[]
  moves: Moves
  throughput: Throughput[]
}

type Postgres = Awaited<ReturnType<typeof startPostgres>>

/** Simulators and a database of their own, so that calls to vendors can be counted. */
async function withFleet<T>(
  postgres: Postgres,
  count: number,
  variables: Record<string, string>,
  use: (fleet: Fleet, databaseUrl: string) => Promise<T>,
): Promise<T> {
  const simulators = await startSimulators({ publicOrigin, fieldTasks })
  const databaseUrl = await postgres.database()
  const fleet = await startFleet({ count, simulators, databaseUrl, variables: { ...soonFull, ...variables } })
  const used = await use(fleet, databaseUrl)
  await fleet.close()
  await simulators.close()
  return used
}

async function holdPromises(fleet: Fleet): Promise<InstanceFigures['held']> {
  const held: InstanceFigures['held'] = []
  for (const [promise, hold] of Object.entries(promises))
    held.push({ instances: fleet.instances.length, promise, words: await hold(fleet) })
  return held
}

/** Several processes on one PostgreSQL: what every request may rely on at each of them, and what they cost. */
export async function measureInstances(): Promise<InstanceFigures> {
  const postgres = await startPostgres()
  const limited = { RATE_LIMIT_CALLS: String(callsPerMinute) }
  const restless = { MIRROR_LEASE_MS: String(leaseMs), MIRROR_INTERVAL_MS: String(intervalMs) }
  const one = await withFleet(postgres, 1, {}, countCalls)
  const two = await withFleet(postgres, 2, limited, async (fleet) => ({
    calls: await countCalls(fleet),
    held: await holdPromises(fleet),
  }))
  const { held, moves } = await withFleet(postgres, 4, { ...limited, ...restless }, async (fleet) => ({
    held: await holdPromises(fleet),
    moves: await measureMoves(fleet),
  }))
  const four = await withFleet(postgres, 4, {}, async (fleet, databaseUrl) => ({
    calls: await countCalls(fleet),
    throughput: await measureThroughput(fleet, databaseUrl),
  }))
  await postgres.stop()
  const { throughput } = four
  return { held: [...two.held, ...held], calls: [one, two.calls, four.calls], moves, throughput }
}
