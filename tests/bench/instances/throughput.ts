import { Client } from 'pg'
import { seedContact } from '../../support/start-yunzhong.ts'
import { load, median, type LoadOptions } from '../load.ts'
import { pause } from '../process.ts'
import { vitalsOf } from '../vitals.ts'
import type { Fleet } from './fleet.ts'

const seconds = 0.5
const statisticsMs = 1200
const rounds = 3
const connections = 12
const sizes = [1, 2, 4]
const base = `/api/contacts/${seedContact}`
const board = [base, `${base}/todos`, `${base}/field-tasks`, `${base}/group-sops`]

const questions: { question: string; paths: string[] }[] = [
  { question: 'a board', paths: board },
  { question: 'field tasks', paths: [`${base}/field-tasks`] },
]

export interface Throughput {
  question: string
  instances: number
  requestsPerSecond: number
  /** Compared with one instance in the same round. */
  ratio: number
  ratioSpread: [number, number]
  /** CPU per answer, in microseconds: of all instances, and of the database. */
  cpuMicros: number
  databaseMicros: number
  /** The most memory that an instance has used so far. */
  peakMegabytes: number
  /** Per answer: transactions, and pages that the database read. */
  transactions: number
  pages: number
}

type Work = Pick<Throughput, 'transactions' | 'pages'>
type Sample = Pick<Throughput, 'requestsPerSecond' | 'cpuMicros' | 'databaseMicros' | 'peakMegabytes'> & {
  answers: number
}

/** CPU that the server has used for this database so far, as the kernel counts it. */
async function databaseSeconds(client: Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>(
    'select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
  return rows.reduce((sum, { pid }) => sum + vitalsOf(pid).cpuSeconds, 0)
}

/** The server's own counts. Its processes report about a second late. */
async function databaseWork(client: Client): Promise<Work> {
  await pause(statisticsMs)
  const { rows } = await client.query<Record<keyof Work, string>>(
    'select xact_commit as transactions, blks_hit + blks_read as pages from pg_stat_database where datname = current_database()',
  )
  return { transactions: Number(rows[0]?.transactions), pages: Number(rows[0]?.pages) }
}

type Asked = LoadOptions & { paths: readonly string[]; cookie: string }

/** The number of connections is the same in all, however many instances share them. */
async function loadSome(fleet: Fleet, count: number, { paths, cookie, ...options }: Asked): Promise<number> {
  const shared = { ...options, seconds, connections: connections / count }
  const loads = fleet.instances.slice(0, count).map(({ url }) =>
    load(
      paths.map((path) => url + path),
      cookie,
      shared,
    ),
  )
  return (await Promise.all(loads)).reduce((sum, { requestsPerSecond }) => sum + requestsPerSecond, 0)
}

async function sample(fleet: Fleet, client: Client, count: number, asked: Asked): Promise<Sample> {
  const cpuOf = () => fleet.instances.reduce((sum, { pid }) => sum + vitalsOf(pid).cpuSeconds, 0)
  const [cpu, database] = [cpuOf(), await databaseSeconds(client)]
  const requestsPerSecond = await loadSome(fleet, count, asked)
  const answers = requestsPerSecond * seconds
  return {
    answers,
    requestsPerSecond,
    cpuMicros: ((cpuOf() - cpu) * 1e6) / answers,
    databaseMicros: (((await databaseSeconds(client)) - database) * 1e6) / answers,
    peakMegabytes: Math.max(...fleet.instances.map(({ pid }) => vitalsOf(pid).peakMegabytes)),
  }
}

async function measureQuestion(fleet: Fleet, client: Client, asked: Asked): Promise<Omit<Throughput, 'question'>[]> {
  const taken = sizes.map((instances) => ({ instances, samples: [] as Sample[] }))
  // First every instance compiles its code, uncounted.
  await loadSome(fleet, Math.max(...sizes), asked)
  const before = await databaseWork(client)
  // One after the other in each round, so that a slow minute of the machine affects all sizes.
  for (let round = 0; round < rounds; round += 1)
    for (const { instances, samples } of taken) samples.push(await sample(fleet, client, instances, asked))
  const work = await databaseWork(client)
  const answers = taken.flatMap(({ samples }) => samples).reduce((sum, each) => sum + each.answers, 0)
  return taken.map(({ instances, samples }) => {
    const middle = (field: keyof Sample) => median(samples.map((each) => each[field]))
    const alone = taken[0]?.samples ?? []
    const ratios = samples.map((each, round) => each.requestsPerSecond / (alone[round]?.requestsPerSecond ?? 1))
    return {
      instances,
      requestsPerSecond: middle('requestsPerSecond'),
      ratio: median(ratios),
      ratioSpread: [Math.min(...ratios), Math.max(...ratios)],
      cpuMicros: middle('cpuMicros'),
      databaseMicros: middle('databaseMicros'),
      peakMegabytes: middle('peakMegabytes'),
      transactions: (work.transactions - before.transactions) / answers,
      pages: (work.pages - before.pages) / answers,
    }
  })
}

/** How much more several instances answer on the same two cores, and what each costs. */
export async function measureThroughput(fleet: Fleet, databaseUrl: string): Promise<Throughput[]> {
  const cookie = await fleet.signIn()
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  const rows: Throughput[] = []
  for (const { question, ...asked } of questions)
    for (const row of await measureQuestion(fleet, client, { ...asked, cookie })) rows.push({ question, ...row })
  await client.end()
  return rows
}
