import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../support/postgres.ts'
import { linkRows } from '../support/start-work.ts'
import { seedContact } from '../support/start-yunzhong.ts'
import { loadProcess, median, middle, type Costed } from './load.ts'
import { firstLine, startProcess } from './process.ts'
import { openSeeds } from './seed-tasks.ts'
import { startBuilt, user } from './start-built.ts'

const rounds = 3
const seconds = 0.5
/** Shorter for the limit, whose speed does not change over time. */
const limitSeconds = 0.2
const base = `/api/contacts/${seedContact}`

interface Question {
  name: string
  paths: string[]
}

const questions: Question[] = [{ name: "a contact's field tasks", paths: [`${base}/field-tasks`] }]
/** Asked only of the smallest and the largest company, in turn. */
const furtherQuestions: Question[] = [
  { name: 'its whole board', paths: [base, `${base}/todos`, `${base}/field-tasks`, `${base}/group-sops`] },
  { name: "the busiest salesperson's field tasks", paths: ['/api/me/field-tasks'] },
]

export interface BoardRow {
  database: 'sqlite' | 'postgres'
  fieldTasks: number
  question: string
  bytes: number
  bff: Costed
  sameBytes: Costed
  /** Requests per second of the BFF, divided by those from memory. */
  ratio: number
  ratioSpread: [number, number]
  /** The same ratio per second of CPU. */
  cpuRatio: number
}

type Built = Awaited<ReturnType<typeof startBuilt>>
interface Limit {
  url: string
  pid: number | undefined
}

const all = [...questions, ...furtherQuestions]

/** Copies the BFF's answers into the memory of the limit. Returns their bytes. */
async function copyAnswers({ bff, cookie }: Built, limit: Limit, paths: readonly string[]): Promise<number> {
  let bytes = 0
  for (const path of paths) {
    const body = Buffer.from(await (await fetch(bff + path, { headers: { cookie } })).arrayBuffer())
    const headers = { 'content-type': 'application/octet-stream' }
    await fetch(limit.url + path, { method: 'PUT', body, headers })
    bytes += body.length
  }
  return bytes
}

interface Company {
  built: Built
  fieldTasks: number
}

/** One row per company. In turn, so that a slow minute of the machine affects all companies and the limit. */
async function compare(companies: readonly Company[], limit: Limit, { name, paths }: Question) {
  const at = (origin: string) => paths.map((path) => origin + path)
  const taken = companies.map((company) => ({ ...company, pairs: [] as { bff: Costed; same: Costed }[] }))
  let bytes = 0
  for (const { built } of companies) bytes = await copyAnswers(built, limit, paths)
  for (let round = 0; round < rounds; round += 1) {
    for (const { built, pairs } of taken) {
      const same = await loadProcess(limit.pid, at(limit.url), built.cookie, { seconds: limitSeconds })
      pairs.push({ same, bff: await loadProcess(built.pid, at(built.bff), built.cookie, { seconds }) })
    }
  }
  return taken.map(({ fieldTasks, pairs }) => {
    const ratios = pairs.map((pair) => pair.bff.requestsPerSecond / pair.same.requestsPerSecond)
    return {
      fieldTasks,
      question: name,
      bytes,
      bff: middle(pairs.map((pair) => pair.bff)),
      sameBytes: middle(pairs.map((pair) => pair.same)),
      ratio: median(ratios),
      ratioSpread: [Math.min(...ratios), Math.max(...ratios)] as [number, number],
      cpuRatio: median(pairs.map((pair) => pair.same.cpuMicros / pair.bff.cpuMicros)),
    }
  })
}

/** The owners of the seeded rows: customers of the simulated company's contacts, and its busiest salesperson. */
function ownersIn({ simulators }: Built) {
  const links = linkRows(simulators).filter(({ source }) => source === 'waiqin')
  const customerIds = links.filter(({ subject }) => subject === 'contact').map(({ sourceId }) => sourceId)
  const staff = links.find(({ subject, wecomId }) => subject === 'staff' && wecomId === user)
  return { customerIds: [...new Set(customerIds)], staffId: staff?.sourceId ?? '4622857986008792650' }
}

/** The first answers of a process, or after a million new rows, are slower than later ones. */
async function warmUp({ bff, pid, cookie }: Built, limit: Limit): Promise<void> {
  for (const { paths } of all)
    for (const origin of [bff, limit.url])
      await loadProcess(
        pid,
        paths.map((path) => origin + path),
        cookie,
        { seconds: limitSeconds },
      )
}

/** A company whose number of tasks can grow. */
async function startCompany(databaseUrl: string, limit: Limit) {
  const built = await startBuilt(0, { DATABASE_URL: databaseUrl })
  const seeds = await openSeeds(databaseUrl, ownersIn(built))
  for (const { paths } of all) await copyAnswers(built, limit, paths)
  return {
    async growTo(size: number): Promise<Company> {
      const fieldTasks = await seeds.growTo(size)
      await warmUp(built, limit)
      return { built, fieldTasks }
    },
    async close() {
      await seeds.close()
      await built.close()
    },
  }
}

async function measureDatabase(
  database: BoardRow['database'],
  urlOf: (name: string) => string | Promise<string>,
  [smallest = 0, ...further]: readonly number[],
) {
  const child = startProcess(['--import', 'tsx', 'tests/bench/same-bytes.ts'])
  const limit = { url: await firstLine(child), pid: child.pid }
  const urls = [await urlOf('small'), await urlOf('large')] as const
  const [still, growing] = await Promise.all([startCompany(urls[0], limit), startCompany(urls[1], limit)])
  const small = await still.growTo(smallest)
  const rows: BoardRow[] = []
  for (const size of further) {
    const large = await growing.growTo(size)
    const isLargest = size === further.at(-1)
    for (const question of isLargest ? all : questions)
      for (const row of await compare(isLargest ? [small, large] : [large], limit, question))
        rows.push({ database, ...row })
  }
  await still.close()
  await growing.close()
  child.kill('SIGKILL')
  return rows.sort((one, other) => one.fieldTasks - other.fieldTasks)
}

/** How fast boards are answered while the mirror holds so many tasks. */
export async function measureBoard(sizes: readonly number[]): Promise<BoardRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sidedesk-board-'))
  const inFile = await measureDatabase('sqlite', (name) => `file:${join(folder, name)}.db`, sizes)
  rmSync(folder, { recursive: true, force: true })
  const postgres = await startPostgres()
  const inServer = await measureDatabase('postgres', () => postgres.database(), sizes)
  await postgres.stop()
  return [...inFile, ...inServer]
}
