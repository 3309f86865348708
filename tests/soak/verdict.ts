import { policies } from '../support/policies.ts'
import type { Soaked } from './soak.ts'
import { slopeOf } from './vitals.ts'

export interface Verdict {
  bytesPerRequest: number
  /** What that slope makes of all requests after the warm-up. */
  growthBytes: number
  growthBoundBytes: number
  restGrowthBytes: number
  rssGrowthBytes: number
  rssPerMinuteBytes: number
  loopP99Ms: { median: number; worst: number }
  /** One line per promise that was not kept. */
  faults: string[]
}

const megabyte = 1_048_576
/** Less than any one thing that a request could leave behind, such as an entry of a map with its key. */
const leakPerRequest = 100
/** What caches that are not full yet, compiled code and answers on their way differ by from one collection to the next. */
const noiseBytes = 4 * megabyte
/** Beside the heap: the allocator's own slack. What leaked per request would be in the heap's figure, or far above this. */
const rssSlackBytes = 96 * megabyte
/** A mirror or a timer may be at work at the moment of looking. */
const spareHandles = 4
/** Idle connections to the vendors: kept on purpose, no more than their policies let be open at once. */
const pooled = Object.values(policies).reduce((total, { concurrency }) => total + concurrency, 0)

const megabytes = (bytes: number) => `${(bytes / megabyte).toFixed(1)} MB`

/** Judges what was measured. The bounds are stated here, each with its reason. */
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
