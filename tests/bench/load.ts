import autocannon from 'autocannon'
import { vitalsOf } from './vitals.ts'

const seconds = 2
const connections = 10

export interface Load {
  requestsPerSecond: number
  p50Ms: number
  p99Ms: number
}

export const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** Addresses in turn, as many as the connections bear. */
export async function load(urls: readonly string[], cookie: string): Promise<Load> {
  const requests = urls.map((url) => ({ path: new URL(url).pathname + new URL(url).search }))
  const [url = ''] = urls
  const result = await autocannon({ url, requests, connections, duration: seconds, headers: { cookie } })
  if (result.non2xx > 0) throw new Error(`${result.non2xx} answers were not 2xx`)
  return { requestsPerSecond: result.requests.average, p50Ms: result.latency.p50, p99Ms: result.latency.p99 }
}

export interface Costed extends Load {
  /** CPU of the process per answer, in microseconds: what other processes do to the machine hardly shows in it. */
  cpuMicros: number
}

export async function loadProcess(pid: number | undefined, urls: readonly string[], cookie: string): Promise<Costed> {
  const before = vitalsOf(pid).cpuSeconds
  const loaded = await load(urls, cookie)
  const spent = vitalsOf(pid).cpuSeconds - before
  return { ...loaded, cpuMicros: (spent * 1e6) / Math.max(1, loaded.requestsPerSecond * seconds) }
}

export const middle = (loads: readonly Costed[]): Costed => ({
  requestsPerSecond: median(loads.map((each) => each.requestsPerSecond)),
  p50Ms: median(loads.map((each) => each.p50Ms)),
  p99Ms: median(loads.map((each) => each.p99Ms)),
  cpuMicros: median(loads.map((each) => each.cpuMicros)),
})
