import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../support/postgres.ts'
import { phases, runSeries, type Round, type Series } from './rounds.ts'

const rounds = Number(process.env['ROUNDS'] ?? 50)
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

function report(dialect: string, round: Round, index: number): void {
  const seconds = (round.convergedMs / 1000).toFixed(1)
  console.log(`${dialect} ${index}/${rounds} ${round.phase.padEnd(9)} whole again after ${seconds} s`)
  for (const fault of round.faults) console.error(`  FAULT ${fault}`)
}

function rowOf(dialect: string, series: Series) {
  const times = series.rounds.map(({ convergedMs }) => convergedMs)
  const kills = phases.map((phase) => [phase, series.rounds.filter((round) => round.phase === phase).length])
  return {
    dialect,
    rounds: series.rounds.length,
    ...Object.fromEntries(kills),
    acknowledged: series.acknowledged,
    unacknowledged: series.unacknowledged,
    losses: series.losses.length,
    faults: series.rounds.flatMap(({ faults }) => faults).length,
    'converged, median s': median(times) / 1000,
    'converged, longest s': Math.max(...times) / 1000,
  }
}

async function run(dialect: string, databaseUrl: string): Promise<Series> {
  let index = 0
  const onRound = (round: Round) => report(dialect, round, (index += 1))
  return runSeries({ databaseUrl, rounds, seed, onRound })
}

const folder = await mkdtemp(join(tmpdir(), 'sidedesk-durability-'))
console.log(`seed ${seed}; SEED=… ROUNDS=… repeat or shorten`)
const sqlite = await run('sqlite', `file:${join(folder, 'durability.db')}`)
const server = await startPostgres()
const postgres = await run('postgres', await server.database()).finally(() => server.stop())
await rm(folder, { recursive: true, force: true })

console.table([rowOf('sqlite', sqlite), rowOf('postgres', postgres)])
const losses = [...sqlite.losses, ...postgres.losses]
for (const loss of losses) console.error(`LOST ${loss}`)
const isHeld = [sqlite, postgres].every((series) => series.rounds.every(({ faults }) => faults.length === 0))
process.exit(isHeld && losses.length === 0 ? 0 : 1)
