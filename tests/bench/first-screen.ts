import { load, median } from './load.ts'
import { openBrowser, type Screen } from './first-screen/browser.ts'
import { firstLine, startProcess } from './process.ts'
import { publicOrigin, startBuilt } from './start-built.ts'

/** Upper limits: `docs/figures.md`. */
export const firstScreenBar = {
  warmRatio: 1.25,
  shift: 0.01,
  nextOverMs: 50,
  roundTrips: { warm: 2, anew: 2, cold: 3 },
}

const rounds = 5
const nextRounds = 3

export interface Spread {
  median: number
  least: number
  most: number
}

export interface FirstScreenFigures {
  rows: number
  /** Nothing is cached. */
  cold: OneScreen
  /** Files are cached; the page's process is new. */
  anew: OneScreen
  /** The page's process is kept as well. */
  warm: OneScreen
  /** From switching chats to the other customer's rows, without reloading the page, at full speed. */
  next: Next
}

interface Next {
  appMs: Spread
  /** The limit's page loads the other rows with one call: one round trip, plus the machine's time for it. */
  limitMs: Spread
  overMs: Spread
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

const warmSeconds = 2
const lists = ['todos', 'field-tasks', 'group-sops', 'pushes']

/** Brings the BFF to the state of one in use since the morning, with compiled code. */
async function warmUp({ bff, cookie }: Built, { id }: Customer): Promise<void> {
  const contact = `${bff}/api/contacts/${id}`
  const urls = [contact, ...lists.map((list) => `${contact}/${list}`), `${bff}/api/me/moments?externalUserId=${id}`]
  await load(urls, cookie, { seconds: warmSeconds })
}

/** The rows that this contact's board must show. */
async function rowsOf({ bff, cookie }: Built, id: string): Promise<Row[]> {
  const answers = lists.map(async (list) => {
    const answer = await fetch(`${bff}/api/contacts/${id}/${list}`, { headers: { cookie } })
    return answer.ok ? ((await answer.json()) as { items: Row[] }).items : []
  })
  return (await Promise.all(answers)).flat()
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
    // Requests that follow one another by chance do so in some rounds; those that depend on one another, in all.
    roundTrips: Math.min(...depths),
    shift: Math.max(...apps.map(({ shift }) => shift)),
    longestTaskMs: median(apps.map(({ longestTaskMs }) => longestTaskMs)),
    waterfall: apps.at(-1)?.waterfall ?? [],
  }
}

/** Gives the limit's page as many rows as the app's page shows, with as much text. */
async function serveRows(limit: string, { id, rows }: Customer): Promise<void> {
  const items = rows.map(({ title, source, dueAt }) => ({ title, words: [source, dueAt] }))
  const headers = { 'content-type': 'application/json' }
  await fetch(`${limit}/rows?contact=${id}`, { method: 'PUT', headers, body: JSON.stringify({ items }) })
}

const nextOf = (pairs: { app: number; limit: number }[]): Next => ({
  appMs: spread(pairs.map(({ app }) => app)),
  limitMs: spread(pairs.map(({ limit }) => limit)),
  overMs: spread(pairs.map(({ app, limit }) => app - limit)),
})

/** How soon a salesperson sees the open customer's rows, compared with a page that does nothing else. */
export async function measureFirstScreen(): Promise<FirstScreenFigures> {
  const built = await startBuilt(1_000)
  const [first, second] = await customers(built)
  await warmUp(built, first)
  const child = startProcess(['--import', 'tsx', 'tests/bench/first-screen/static-page.ts'])
  const limit = await firstLine(child)
  const browser = await openBrowser(built.bff, built.cookie)
  const app = await browser.openTab(publicOrigin)
  const bare = await browser.openTab(limit)
  const { rows } = await app.open(first.id)
  for (const each of [first, second]) await serveRows(limit, { ...each, rows: each.rows.slice(0, rows) })
  const known = new Set(first.rows.map(({ title }) => title))
  // A row that both pages show.
  const other = second.rows.slice(0, 5).find(({ title }) => !known.has(title))?.title
  if (other === undefined) throw new Error('nothing tells one customer from the other')

  /** In turn, so that a slow minute of the machine affects both. */
  async function inTurn<T>(run: (tab: typeof app) => Promise<T>, times = rounds): Promise<{ app: T; limit: T }[]> {
    const pairs: { app: T; limit: T }[] = []
    for (let round = 0; round < times; round += 1) pairs.push({ app: await run(app), limit: await run(bare) })
    return pairs
  }

  // Their times have no upper limit.
  const cold = await inTurn((tab) => tab.openCold(first.id), 2)
  const anew = await inTurn((tab) => tab.openAnew(first.id), 2)
  // The first two rounds only let the engine cache what it has compiled.
  const warm = (await inTurn((tab) => tab.open(first.id), rounds + 2)).slice(2)
  const next = await inTurn(async (tab) => {
    await tab.open(first.id)
    return tab.openNext(second.id, other)
  }, nextRounds)
  await browser.close()
  child.kill('SIGKILL')
  await built.close()
  return {
    rows,
    cold: oneScreen(cold),
    anew: oneScreen(anew),
    warm: oneScreen(warm),
    next: nextOf(next),
  }
}
