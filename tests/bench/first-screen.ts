import { median, publicOrigin, startBuilt } from './board.ts'
import { openBrowser, type Screen } from './first-screen/browser.ts'
import { firstLine, startProcess } from './process.ts'

/** DESIGN's bars. */
export const firstScreenBar = { warmRatio: 1.25, shift: 0.01, nextMs: 150, roundTrips: { warm: 2, cold: 3 } }

const rounds = 7
const warmUps = 3

interface Spread {
  median: number
  least: number
  most: number
}

export interface FirstScreenFigures {
  rows: number
  cold: OneScreen
  warm: OneScreen
  /** Milliseconds from the switch of chats to the other customer's rows. */
  next: Spread
}

interface OneScreen {
  appMs: Spread
  limitMs: Spread
  ratio: Spread
  roundTrips: number
  shift: number
  longestTaskMs: number
  waterfall: Screen['waterfall']
}

const spread = (values: number[]): Spread => ({
  median: median(values),
  least: Math.min(...values),
  most: Math.max(...values),
})

interface Row {
  title: string
  [field: string]: unknown
}
interface Customer {
  id: string
  rows: Row[]
}

type Built = Awaited<ReturnType<typeof startBuilt>>

/** What the board of this contact is to show. */
async function rowsOf({ bff, cookie }: Built, id: string): Promise<Row[]> {
  const lists = ['todos', 'field-tasks', 'group-sops', 'pushes'].map(async (feature) => {
    const answer = await fetch(`${bff}/api/contacts/${id}/${feature}`, { headers: { cookie } })
    return answer.ok ? ((await answer.json()) as { items: Row[] }).items : []
  })
  return (await Promise.all(lists)).flat()
}

/** The salesperson's two busiest customers. */
async function customers(built: Built): Promise<[Customer, Customer]> {
  const { links } = built.simulators.world
  const ids = [...new Set(links.filter(({ subject }) => subject === 'contact').map(({ wecom_id }) => wecom_id))]
  const all: Customer[] = []
  for (const id of ids) all.push({ id, rows: await rowsOf(built, id) })
  const [first, second] = all.sort((a, b) => b.rows.length - a.rows.length)
  if (!first?.rows.length || !second?.rows.length) throw new Error('the world has no two customers with rows')
  return [first, second]
}

function oneScreen(pairs: { app: Screen; limit: Screen }[]): OneScreen {
  const apps = pairs.map(({ app }) => app)
  const depths = apps.map(({ waterfall }) => Math.max(...waterfall.map(({ depth }) => depth)))
  return {
    appMs: spread(apps.map(({ rowsAtMs }) => rowsAtMs)),
    limitMs: spread(pairs.map(({ limit }) => limit.rowsAtMs)),
    ratio: spread(pairs.map(({ app, limit }) => app.rowsAtMs / limit.rowsAtMs)),
    roundTrips: median(depths),
    shift: Math.max(...apps.map(({ shift }) => shift)),
    longestTaskMs: median(apps.map(({ longestTaskMs }) => longestTaskMs)),
    waterfall: apps.at(-1)?.waterfall ?? [],
  }
}

/** How soon a salesperson sees the open customer's rows, beside a page that has nothing else to do. */
export async function measureFirstScreen(): Promise<FirstScreenFigures> {
  const built = await startBuilt(1_000)
  const [first, second] = await customers(built)
  const child = startProcess(['--import', 'tsx', 'tests/bench/first-screen/static-page.ts'])
  const limit = await firstLine(child)
  const items = first.rows.map(({ title, source, dueAt }) => ({ title, words: [source, dueAt] }))
  const body = JSON.stringify({ items })
  await fetch(`${limit}/rows`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body })
  const browser = await openBrowser(built.bff, built.cookie)
  const known = new Set(first.rows.map(({ title }) => title))
  const other = second.rows.find(({ title }) => !known.has(title))?.title ?? ''

  const cold: { app: Screen; limit: Screen }[] = []
  for (let round = 0; round < rounds; round += 1) {
    const app = await browser.openCold(publicOrigin, first.id)
    cold.push({ app, limit: await browser.openCold(limit, first.id) })
  }
  const warm: { app: Screen; limit: Screen }[] = []
  const next: number[] = []
  for (let round = -warmUps; round < rounds; round += 1) {
    const app = await browser.open(publicOrigin, first.id)
    const nextMs = await browser.openNext(second.id, other)
    const pair = { app, limit: await browser.open(limit, first.id) }
    if (round < 0) continue
    warm.push(pair)
    next.push(nextMs)
  }
  await browser.close()
  child.kill('SIGKILL')
  await built.close()
  return { rows: first.rows.length, cold: oneScreen(cold), warm: oneScreen(warm), next: spread(next) }
}
