import { policies } from '../support/policies.ts'
import type { Soaked } from './soak.ts'
import { slopeOf } from './vitals.ts'

export interface Verdict {
  bytesPerRequest: number
  /** The slope, times all requests after the warm-up. */
  growthBytes: number
  growthBoundBytes: number
  restGrowthBytes: number
  rssGrowthBytes: number
  rssPerMinuteBytes: number
  loopP99Ms: { median: number; worst: number }
  /** One line per bound that was exceeded. */
  faults: string[]
}

const megabyte = 1_048_576
/** Less than anything that a request could leave behind, such as an entry of a map with its key. */
const leakPerRequest = 100
/** The heap varies by this between collections: caches not yet full, compiled code, answers under way. */
const noiseBytes = 4 * megabyte
/** For the allocator, beside the heap. A leak per request would show in the heap's figure, or far exceed this. */
const rssSlackBytes = 96 * megabyte
/** A mirror or a timer may be running when the handles are counted. */
const spareHandles = 4
/** Idle connections to the vendors are kept on purpose, up to the number that their policies allow. */
const pooled = Object.values(policies).reduce((total, { concurrency }) => total + concurrency, 0)

const megabytes = (bytes: number) => `${(bytes / megabyte).toFixed(1)} MB`

/** Compares the measurements with the bounds above, each of which gives its reason. */
export function judge({ ledger, warm, end, samples }: Soaked): Verdict {
  const points = [warm, ...samples, end]
  const bytesPerRequest = slopeOf(points.map(({ requests, heapBytes }) => [requests, heapBytes] as const))
  const asked = end.requests - warm.requests
  const growthBytes = bytesPerRequest * asked
  const growthBoundBytes = Math.max(leakPerRequest * asked, noiseBytes)
  const restGrowthBytes = end.heapBytes - warm.heapBytes
  const rssGrowthBytes = end.rssBytes - warm.rssBytes
  const rssPerMinuteBytes = slopeOf(samples.map(({ at, rssBytes }) => [at / 60_000, rssBytes] as const))
  const lags = samples.map(({ loopP99Ms }) => loopP99Ms).sort((one, other) => one - other)

  const promises: [isKept: boolean, fault: string][] = [
    [ledger.violations.size === 0, `${ledger.violations.size} kinds of violations, listed above`],
    [growthBytes <= growthBoundBytes, `the heap grew by ${megabytes(growthBytes)} along its slope`],
    [restGrowthBytes <= growthBoundBytes, `the heap grew by ${megabytes(restGrowthBytes)} between two rests`],
    [rssGrowthBytes <= rssSlackBytes, `resident memory grew by ${megabytes(rssGrowthBytes)}`],
    [end.handles <= warm.handles + spareHandles, `${end.handles} handles at rest, ${warm.handles} after the warm-up`],
    [end.openFiles <= warm.openFiles + pooled, `${end.openFiles} open files at rest, ${warm.openFiles} before`],
  ]
  return {
    bytesPerRequest,
    growthBytes,
    growthBoundBytes,
    restGrowthBytes,
    rssGrowthBytes,
    rssPerMinuteBytes,
    loopP99Ms: { median: lags[Math.floor(lags.length / 2)] ?? 0, worst: lags.at(-1) ?? 0 },
    faults: promises.filter(([isKept]) => !isKept).map(([, fault]) => fault),
  }
}
