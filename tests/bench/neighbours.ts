import { load, quantile } from './load.ts'
import { connectYunzhong } from './connect-yunzhong.ts'
import { startBuilt, type Built } from './start-built.ts'
import { pause } from './process.ts'
import { seedContact } from '../support/start-yunzhong.ts'

export interface NeighbourFigures {
  silent: string
  healthyP99Ms: number
  silentP99Ms: number
  /** Of all answers of all rounds: the p99 of one second scatters by a third and more. */
  ratio: number
  /** Of single rounds. */
  least: number
  most: number
}

/** With and without the fault in turn, so that a slow minute of the machine is a part of both. */
const rounds = 9
const silenceMs = 600_000
/** Between the requests of a user who refreshes again and again. */
const impatientMs = 50

const lists = {
  youmi: `/api/contacts/${seedContact}/todos`,
  waiqin: `/api/contacts/${seedContact}/field-tasks`,
  tanma: `/api/contacts/${seedContact}/group-sops`,
  yunzhong: '/api/me/notices',
  wecom: `/api/contacts/${seedContact}`,
}
type Source = keyof typeof lists
const isSource = (name: string): name is Source => name in lists

/** Measures the other sources' lists, while this one is requested again and again. */
async function loadBeside({ bff, cookie }: Built, source: Source): Promise<readonly number[]> {
  const others = Object.keys(lists).filter((name) => isSource(name) && name !== source)
  const end = new AbortController()
  const asking = (async () => {
    const headers = { cookie, 'cache-control': 'no-cache' }
    while (!end.signal.aborted) {
      fetch(bff + lists[source], { headers, signal: end.signal })
        .then((answer) => answer.text())
        .catch(() => null)
      await pause(impatientMs)
    }
  })()
  const urls = others.flatMap((name) => (isSource(name) ? [bff + lists[name]] : []))
  const { times } = await load(urls, cookie, { seconds: 1 })
  end.abort()
  await asking
  return times
}

async function measure(built: Built, source: Source): Promise<NeighbourFigures> {
  const vendor = built.simulators.vendors[source]
  vendor.slowMs = silenceMs
  const pairs: { healthy: readonly number[]; silent: readonly number[] }[] = []
  for (let round = 0; round < rounds; round += 1) {
    vendor.fault = 'none'
    const healthy = await loadBeside(built, source)
    vendor.fault = 'slow'
    pairs.push({ healthy, silent: await loadBeside(built, source) })
  }
  vendor.fault = 'none'
  const p99 = (times: readonly number[]) => Math.max(1, quantile(times, 0.99))
  const healthyP99Ms = p99(pairs.flatMap(({ healthy }) => healthy))
  const silentP99Ms = p99(pairs.flatMap(({ silent }) => silent))
  const ratios = pairs.map(({ healthy, silent }) => p99(silent) / p99(healthy))
  return {
    silent: source,
    healthyP99Ms,
    silentP99Ms,
    ratio: silentP99Ms / healthyP99Ms,
    least: Math.min(...ratios),
    most: Math.max(...ratios),
  }
}

/** By how much a vendor that no longer answers slows down the other sources' lists. */
export async function measureNeighbours(): Promise<NeighbourFigures[]> {
  const built = await startBuilt(1_000)
  await connectYunzhong(built)
  // The first load only fills caches.
  await loadBeside(built, 'youmi')
  const figures: NeighbourFigures[] = []
  for (const source of Object.keys(lists)) if (isSource(source)) figures.push(await measure(built, source))
  await built.close()
  return figures
}
