import autocannon from 'autocannon'
import { vitalsOf } from './vitals.ts'

/** How often autocannon checks whether the time is over. */
const tickMs = 100

export interface Load {
  requestsPerSecond: number
  p50Ms: number
  p99Ms: number
}

export interface TimedLoad extends Load {
  /** Of each answer, in milliseconds. */
  times: readonly number[]
}

export interface LoadOptions {
  seconds?: number
  connections?: number
  headers?: Record<string, string>
}

const sorted = (values: readonly number[]) => [...values].sort((one, other) => one - other)
/** The value below or at which this share of all values lies. Of fewer than a hundred values, 0.99 is the largest. */
export const quantile = (values: readonly number[], share: number): number =>
  sorted(values)[Math.max(0, Math.ceil(values.length * share) - 1)] ?? 0

export const median = (values: readonly number[]): number => sorted(values)[Math.floor(values.length / 2)] ?? 0

function requestFor(url: string): autocannon.Request {
  const { pathname, search } = new URL(url)
  return { path: pathname + search }
}

/** Requests these URLs in turn, as fast as the connections allow. */
export async function load(urls: readonly string[], cookie: string, options: LoadOptions = {}): Promise<TimedLoad> {
  const { seconds = 2, connections = 10, headers = {} } = options
  const [url = ''] = urls
  const requests = urls.map(requestFor)
  const times: number[] = []
  const { non2xx, errors, duration } = await new Promise<autocannon.Result>((resolve, reject) => {
    const options = {
      url,
      requests,
      connections,
      duration: seconds,
      sampleInt: tickMs,
      headers: { cookie, ...headers },
    }
    const running = autocannon(options, (error, result) => (error ? reject(error as Error) : resolve(result)))
    running.on('response', (_client, _status, _bytes, ms) => void times.push(ms))
  })
  if (non2xx + errors > 0) throw new Error(`${non2xx} answers were not 2xx, ${errors} did not come`)
  return {
    requestsPerSecond: times.length / duration,
    p50Ms: quantile(times, 0.5),
    p99Ms: quantile(times, 0.99),
    times,
  }
}

export interface Costed extends Load {
  /** CPU of the process per answer, in microseconds, which other processes on the machine hardly affect. */
  cpuMicros: number
}

export async function loadProcess(
  pid: number | undefined,
  urls: readonly string[],
  cookie: string,
  options: LoadOptions = {},
): Promise<Costed> {
  const began = performance.now()
  const before = vitalsOf(pid).cpuSeconds
  const { times: _, ...loaded } = await load(urls, cookie, options)
  const spent = vitalsOf(pid).cpuSeconds - before
  const answers = (loaded.requestsPerSecond * (performance.now() - began)) / 1000
  return { ...loaded, cpuMicros: (spent * 1e6) / Math.max(1, answers) }
}

export const middle = (loads: readonly Costed[]): Costed => ({
  requestsPerSecond: median(loads.map((each) => each.requestsPerSecond)),
  p50Ms: median(loads.map((each) => each.p50Ms)),
  p99Ms: median(loads.map((each) => each.p99Ms)),
  cpuMicros: median(loads.map((each) => each.cpuMicros)),
})
