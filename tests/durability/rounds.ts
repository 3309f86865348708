import { setTimeout as wait } from 'node:timers/promises'
import { openStore } from '../../src/bff/store/index.ts'
import { startSimulators, type Simulators } from '../../src/sandbox/vendors/simulators.ts'
import { createRandom, type Random } from '../../src/sandbox/world/random.ts'
import { publicOrigin } from '../support/start-bff.ts'
import { linkRows } from '../support/start-work.ts'
import { until } from '../support/bff-process.ts'
import { createCaller } from './caller.ts'
import { createChanges, kinds, type Changes, type Kind } from './changes.ts'
import { differences, openDatabase, type Database } from './database.ts'
import { createLedger, type Ledger, type Totals } from './ledger.ts'
import { referenceRows } from './reference.ts'
import { createTurns, taskFaults } from './truth.ts'
import { createVictim, leaseMs, type Victim } from './victim.ts'

export const phases = ['backfill', 'increment', ...kinds] as const
export type Phase = (typeof phases)[number]

export interface SeriesOptions {
  databaseUrl: string
  rounds: number
  /** The same seed gives the same plan; at which instruction a kill happens depends on the machine. */
  seed: number
  fieldTasks?: number
  onRound?: (round: Round) => void
}

export interface Round {
  phase: Phase
  /** From the restart until every mirrored row matches the vendors. */
  convergedMs: number
  faults: string[]
}

export interface Series extends Totals {
  rounds: Round[]
}

interface Bench {
  simulators: Simulators
  victim: Victim
  changes: Changes
  ledger: Ledger
  random: Random
  databaseUrl: string
}

/** On top of the lease: enough passes to delete what vanished, even on a busy machine. */
const marginMs = 90_000
/** The longest lease: that of a piece being placed. */
const longestLeaseMs = 20_000
const workers = 3

async function withDatabase<T>(url: string, use: (database: Database) => Promise<T>): Promise<T> {
  const database = openDatabase(url)
  return use(database).finally(() => database.close())
}

/** Resolves after this many more calls to the vendors, at whatever point the mirrors are then. */
async function asked({ vendors }: Simulators, times: number): Promise<void> {
  const mirrored = [vendors.waiqin, vendors.tanma, vendors.yunzhong]
  const count = () => mirrored.reduce((sum, { seen }) => sum + seen.length, 0)
  const before = count()
  await until(`${times} questions`, () => count() - before >= times)
}

/** Makes salespeople's changes, mostly of one kind, until `stop` aborts. Resolves when none is under way. */
function work({ changes, random }: Bench, phase: Phase, stop: AbortSignal): Promise<unknown> {
  const busiest = kinds.find((kind) => kind === phase)
  const one = async () => {
    while (!stop.aborted) {
      const kind: Kind = busiest && random.chance(0.7) ? busiest : random.pick(kinds)
      if (!(await changes.make(kind))) await wait(1)
    }
  }
  return Promise.all(Array.from({ length: workers }, one))
}

/** Lets the phase run to a random point. */
async function untilThePoint({ simulators, ledger, random }: Bench, phase: Phase): Promise<void> {
  if (phase === 'backfill') await asked(simulators, random.int(1, 90))
  else if (phase === 'increment') await asked(simulators, random.int(1, 30))
  else {
    const enough = ledger.totals.acknowledged + random.int(4, 24)
    await until(`${enough} answers`, () => ledger.totals.acknowledged >= enough)
  }
  await wait(random.int(0, 12))
}

async function killInside(bench: Bench, phase: Phase, turn: () => void): Promise<void> {
  const { victim, databaseUrl } = bench
  if (phase === 'backfill') {
    await victim.kill()
    await withDatabase(databaseUrl, (database) => database.forgetMirrors())
    await victim.start()
  }
  bench.changes.addPush()
  turn()
  const stop = new AbortController()
  const working = work(bench, phase, stop.signal)
  await untilThePoint(bench, phase)
  const killing = victim.kill()
  stop.abort()
  await Promise.all([killing, working])
}

async function leaseFaults(database: Database): Promise<string[]> {
  const limit = (name: string) => (/^(waiqin|tanma|yunzhong)-/.test(name) ? leaseMs : longestLeaseMs)
  const leases = await database.leases()
  return leases.filter(({ name, expires_at: at }) => at > Date.now() + limit(name)).map(({ name }) => `lease ${name}`)
}

/** Waits until all mirrored rows are those of an undisturbed mirror. Returns the differences that remain. */
async function converge(database: Database, simulators: Simulators): Promise<string[]> {
  const late = Date.now() + leaseMs + marginMs
  const expected = await referenceRows(simulators)
  let left = await differences(database, expected)
  while (left.length > 0 && Date.now() < late) {
    await wait(200)
    left = await differences(database, expected)
  }
  return left
}

async function check({ simulators, changes, databaseUrl }: Bench): Promise<{ convergedMs: number; faults: string[] }> {
  return withDatabase(databaseUrl, async (database) => {
    const since = Date.now()
    const faults = [...(await leaseFaults(database)), ...(await changes.settle(database))]
    const left = await converge(database, simulators)
    const convergedMs = Date.now() - since
    return { convergedMs, faults: [...faults, ...left, ...(await taskFaults(database, simulators))] }
  })
}

/** All phases in random order, repeated. */
function planOf(rounds: number, random: Random): Phase[] {
  const shuffled = () => {
    const left = [...phases]
    return phases.map(() => left.splice(random.int(0, left.length - 1), 1)[0] ?? 'backfill')
  }
  return Array.from({ length: Math.ceil(rounds / phases.length) }, shuffled)
    .flat()
    .slice(0, rounds)
}

async function prepare({ simulators, victim, changes, databaseUrl }: Bench, signIn: (userid: string) => Promise<void>) {
  const store = await openStore(databaseUrl)
  await store.links.importRows(linkRows(simulators), 'import', Date.now())
  await store.close()
  await victim.start()
  for (const { userid } of simulators.world.staff) await signIn(userid)
  await withDatabase(databaseUrl, async (database) => {
    const isFilled = async () => {
      const mirrors = await database.mirrors()
      return mirrors.length === 5 && mirrors.every(({ completed_at: at }) => at !== null)
    }
    await until('the first pass of every mirror', isFilled, 60_000)
  })
  await changes.prepare()
}

/** Kills one BFF on one database again and again, and checks after each restart that nothing it promised was lost. */
export async function runSeries(options: SeriesOptions): Promise<Series> {
  const { databaseUrl, seed, fieldTasks = 900, onRound } = options
  const random = createRandom(seed)
  const simulators = await startSimulators({ publicOrigin, fieldTasks })
  const victim = await createVictim(simulators, databaseUrl)
  const caller = createCaller(victim.origin, simulators.vendors.wecom.url)
  const ledger = createLedger()
  const changes = createChanges({ simulators, caller, ledger, random })
  const bench: Bench = { simulators, victim, changes, ledger, random, databaseUrl }
  const turn = createTurns(simulators, random)
  const rounds: Round[] = []
  try {
    await prepare(bench, caller.signIn)
    for (const phase of planOf(options.rounds, random)) {
      await killInside(bench, phase, turn)
      await victim.start()
      const { convergedMs, faults } = await check(bench)
      const round = { phase, convergedMs, faults: [...faults, ...victim.complaints()] }
      rounds.push(round)
      onRound?.(round)
    }
    return { ...ledger.totals, rounds }
  } finally {
    await victim.kill()
    await simulators.close()
  }
}
