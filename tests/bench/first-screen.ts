import { load, median } from './load.ts'
import { openBrowser, type Screen } from './first-screen/browser.ts'
import { firstLine, startProcess } from './process.ts'
import { publicOrigin, startBuilt, type Built } from './start-built.ts'

/** Upper limits: `docs/figures.md`. */
export const firstScreenBar = {
  /** Of the page written by hand. */
  ratio: { anew: 1.7, warm: 1.15, cold: 1.6 },
  /** Of the page made of the same libraries. */
  floorRatio: 1.15,
  shift: 0.01,
  nextOverMs: 50,
  roundTrips: { anew: 2, warm: 2, cold: 3 },
}

const times = { anew: 9, warm: 7, cold: 5, bridge: 5, next: 3 }
/** In the first ones the engine still caches what it has compiled, as it has in a client that is in use. */
const unmeasured = 3
/** A client that answers slowly, as some phones do. */
const bridgeMs = 60

export interface Spread {
  median: number
  least: number
  most: number
}

export interface FirstScreenFigures {
  rows: number
  /** Files are cached, the page's process is new: what WeCom does at each chat. */
  anew: OneScreen
  /** The page's process is kept as well. */
  warm: OneScreen
  /** Nothing is cached. */
  cold: OneScreen
  /** As warm, in a client that takes `bridgeMs` for each call: what it costs, and how many calls waited for one another. */
  bridge: { ms: number; overWarmMs: number; waits: number }
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
  floorMs: Spread
  /** Of the limit. */
  ratio: Spread
  /** Of the floor. */
  floorRatio: Spread
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

const script = ['--import', 'tsx', 'tests/bench/first-screen/static-page.ts']
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

interface Round<T> {
  app: T
  /** The page written by hand. */
  limit: T
  /** The page made of the same libraries. */
  floor: T
}

function oneScreen(all: Round<Screen>[]): OneScreen {
  const apps = all.map(({ app }) => app)
  const depths = apps.map(({ waterfall }) => Math.max(...waterfall.map(({ depth }) => depth)))
  return {
    appMs: spread(apps.map(({ rowsAtMs }) => rowsAtMs)),
    limitMs: spread(all.map(({ limit }) => limit.rowsAtMs)),
    floorMs: spread(all.map(({ floor }) => floor.rowsAtMs)),
    ratio: spread(all.map(({ app, limit }) => app.rowsAtMs / limit.rowsAtMs)),
    floorRatio: spread(all.map(({ app, floor }) => app.rowsAtMs / floor.rowsAtMs)),
    // Requests that follow one another by chance do so in some rounds; those that depend on one another, in all.
    roundTrips: Math.min(...depths),
    shift: Math.max(...apps.map(({ shift }) => shift)),
    longestTaskMs: median(apps.map(({ longestTaskMs }) => longestTaskMs)),
    waterfall: apps.at(-1)?.waterfall ?? [],
  }
}

/** Gives a page of the bench as many rows as the app's page shows, with as much text. */
async function serveRows(page: string, { id, rows }: Customer): Promise<void> {
  const items = rows.map(({ title, source, dueAt }) => ({ title, words: [source, dueAt] }))
  const headers = { 'content-type': 'application/json' }
  await fetch(`${page}/rows?contact=${id}`, { method: 'PUT', headers, body: JSON.stringify({ items }) })
}

const nextOf = (all: { app: number; limit: number }[]): Next => ({
  appMs: spread(all.map(({ app }) => app)),
  limitMs: spread(all.map(({ limit }) => limit)),
  overMs: spread(all.map(({ app, limit }) => app - limit)),
})

/** How soon a salesperson sees the open customer's rows, compared with a page that does nothing else. */
export async function measureFirstScreen(): Promise<FirstScreenFigures> {
  const built = await startBuilt(1_000)
  const [first, second] = await customers(built)
  await warmUp(built, first)
  const pages = [startProcess([...script, 'limit']), startProcess([...script, 'floor'])]
  const [limit = '', floor = ''] = await Promise.all(pages.map(firstLine))
  const browser = await openBrowser(built.bff, built.cookie)
  const app = await browser.openTab(publicOrigin)
  const bare = await browser.openTab(limit)
  const made = await browser.openTab(floor)
  /** What the app's page shows of this customer at once, which the other pages are to show as well. */
  const shownOf = async (customer: Customer): Promise<Row[]> => {
    await app.open(customer.id)
    const texts = await app.rowTexts()
    return customer.rows.filter(({ title }) => texts.some((text) => text.includes(title)))
  }
  const [rows, nextRows] = [await shownOf(first), await shownOf(second)]
  for (const page of [limit, floor]) await serveRows(page, { id: first.id, rows })
  await serveRows(limit, { id: second.id, rows: nextRows })
  const known = new Set(rows.map(({ title }) => title))
  const other = nextRows.find(({ title }) => !known.has(title))?.title
  if (other === undefined) throw new Error('nothing tells one customer from the other')

  /** In turn, so that a slow minute of the machine affects all. */
  async function inTurn<T>(run: (tab: typeof app) => Promise<T>, rounds: number): Promise<Round<T>[]> {
    const all: Round<T>[] = []
    for (let round = 0; round < rounds; round += 1)
      all.push({ app: await run(app), limit: await run(bare), floor: await run(made) })
    return all
  }

  const cold = await inTurn((tab) => tab.openCold(first.id), times.cold)
  const anew = (await inTurn((tab) => tab.openAnew(first.id), times.anew + unmeasured)).slice(unmeasured)
  const warm = (await inTurn((tab) => tab.open(first.id), times.warm + unmeasured)).slice(unmeasured)
  const slow: { overWarmMs: number; waits: number }[] = []
  for (let round = 0; round < times.bridge; round += 1) {
    const quick = await app.open(first.id)
    const { rowsAtMs, bridgeWaits } = await app.open(first.id, bridgeMs)
    slow.push({ overWarmMs: rowsAtMs - quick.rowsAtMs, waits: bridgeWaits })
  }
  const next: { app: number; limit: number }[] = []
  const openNext = async (tab: typeof app) => {
    await tab.open(first.id)
    return tab.openNext(second.id, other)
  }
  for (let round = 0; round < times.next; round += 1)
    next.push({ app: await openNext(app), limit: await openNext(bare) })
  await browser.close()
  for (const page of pages) page.kill('SIGKILL')
  await built.close()
  return {
    rows: rows.length,
    anew: oneScreen(anew),
    warm: oneScreen(warm),
    cold: oneScreen(cold),
    bridge: {
      ms: bridgeMs,
      overWarmMs: median(slow.map(({ overWarmMs }) => overWarmMs)),
      waits: Math.max(...slow.map(({ waits }) => waits)),
    },
    next: nextOf(next),
  }
}
