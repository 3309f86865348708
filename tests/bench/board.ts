import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../../src/bff/store/index.ts'
import { startPostgres } from '../conformance/postgres.ts'
import { linkRows } from '../bff/start-work.ts'
import { seedContact } from '../bff/start-yunzhong.ts'
import { loadProcess, median, middle, type Costed } from './load.ts'
import { firstLine, startProcess } from './process.ts'
import { seedTasks } from './seed-tasks.ts'
import { startBuilt, user } from './start-built.ts'

const rounds = 3
/** More than are asked for in one round: each address is new to the BFF. */
const newAddresses = 20_000
const base = `/api/contacts/${seedContact}`

/** What is asked for, and how. */
const questions: Record<string, string[]> = {
  "a contact's field tasks, again": [`${base}/field-tasks`],
  "a contact's field tasks, made anew": Array.from(
    { length: newAddresses },
    (_, index) => `${base}/field-tasks?n=${index}`,
  ),
  'its whole board': [base, `${base}/todos`, `${base}/field-tasks`, `${base}/group-sops`],
  "the busiest salesperson's field tasks": ['/api/me/field-tasks'],
}

export interface BoardRow {
  database: 'sqlite' | 'postgres'
  fieldTasks: number
  question: string
  bytes: number
  bff: Costed
  sameBytes: Costed
  /** Requests per second of the BFF, of those from memory. */
  ratio: number
  ratioSpread: [number, number]
  /** The same of what a CPU can do. */
  cpuRatio: number
}

type Built = Awaited<ReturnType<typeof startBuilt>>
interface Limit {
  url: string
  pid: number | undefined
}

async function compare({ bff, pid, cookie }: Built, limit: Limit, paths: readonly string[]) {
  let bytes = 0
  for (const path of paths.slice(0, 5)) {
    const body = Buffer.from(await (await fetch(bff + path, { headers: { cookie } })).arrayBuffer())
    const headers = { 'content-type': 'application/octet-stream' }
    await fetch(limit.url + path.split('?')[0], { method: 'PUT', body, headers })
    if (paths.length < 10 || path === paths[0]) bytes += body.length
  }
  const pairs: { bff: Costed; same: Costed }[] = []
  const urlsAt = (origin: string, round: number) =>
    paths.map((path) => origin + (path.includes('?') ? `${path}&round=${round}` : path))
  // In turn, so that a slow minute of the machine slows both.
  for (let round = 0; round < rounds; round += 1) {
    const same = await loadProcess(limit.pid, urlsAt(limit.url, round), cookie)
    pairs.push({ same, bff: await loadProcess(pid, urlsAt(bff, round), cookie) })
  }
  const ratios = pairs.map((pair) => pair.bff.requestsPerSecond / pair.same.requestsPerSecond)
  return {
    bytes,
    bff: middle(pairs.map((pair) => pair.bff)),
    sameBytes: middle(pairs.map((pair) => pair.same)),
    ratio: median(ratios),
    ratioSpread: [Math.min(...ratios), Math.max(...ratios)] as [number, number],
    cpuRatio: median(pairs.map((pair) => pair.same.cpuMicros / pair.bff.cpuMicros)),
  }
}

/** Whose rows the seeded ones are: customers of the world's contacts, and its most diligent salesperson. */
function ownersIn({ simulators }: Built) {
  const links = linkRows(simulators).filter(({ source }) => source === 'waiqin')
  const customerIds = links.filter(({ subject }) => subject === 'contact').map(({ sourceId }) => sourceId)
  const staff = links.find(({ subject, wecomId }) => subject === 'staff' && wecomId === user)
  return { customerIds: [...new Set(customerIds)], staffId: staff?.sourceId ?? '4622857986008792650' }
}

async function measureDatabase(database: BoardRow['database'], databaseUrl: string, sizes: readonly number[]) {
  const child = startProcess(['--import', 'tsx', 'tests/bench/same-bytes.ts'])
  const limit = { url: await firstLine(child), pid: child.pid }
  const rows: BoardRow[] = []
  let seeded = 0
  for (const fieldTasks of sizes) {
    const built = await startBuilt(0, { DATABASE_URL: databaseUrl })
    const store = await openStore(databaseUrl)
    await seedTasks(store, ownersIn(built), seeded, fieldTasks)
    await store.close()
    seeded = fieldTasks
    for (const [question, paths] of Object.entries(questions))
      rows.push({ database, fieldTasks, question, ...(await compare(built, limit, paths)) })
    await built.close()
  }
  child.kill('SIGKILL')
  return rows
}

/** How fast boards are answered while the mirror holds so many tasks. */
export async function measureBoard(sizes: readonly number[]): Promise<BoardRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sidedesk-board-'))
  const inFile = await measureDatabase('sqlite', `file:${join(folder, 'bench.db')}`, sizes)
  rmSync(folder, { recursive: true, force: true })
  const postgres = await startPostgres()
  const inServer = await measureDatabase('postgres', await postgres.database(), sizes)
  await postgres.stop()
  return [...inFile, ...inServer]
}
