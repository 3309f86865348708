import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { soak, type Soaked } from './soak.ts'
import { judge, type Verdict } from './verdict.ts'

const seconds = Number(process.env['SOAK_SECONDS'] ?? 180)
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
const began = Date.now()
const say = (line: string) => console.log(`${String(Math.round((Date.now() - began) / 1000)).padStart(4)} s  ${line}`)

const megabytes = (bytes: number) => Number((bytes / 1_048_576).toFixed(1))
const quantile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

const callRows = ({ ledger }: Soaked) =>
  [...ledger.latencies].map(([call, values]) => {
    const sorted = values.sort((one, other) => one - other)
    return { call, requests: sorted.length, 'p50 ms': quantile(sorted, 0.5), 'p99 ms': quantile(sorted, 0.99) }
  })

const vitalRows = ({ start, warm, samples, end }: Soaked) =>
  Object.entries({ start, warm, 'last under load': samples.at(-1) ?? warm, end }).map(([when, vitals]) => ({
    when,
    'rss MB': megabytes(vitals.rssBytes),
    'heap MB': megabytes(vitals.heapBytes),
    handles: vitals.handles,
    'open files': vitals.openFiles,
  }))

const troubleRows = ({ troubles }: Soaked) =>
  troubles.map(({ vendor, fault, beganAt, endedAt, recoveredMs }) => ({
    vendor,
    fault,
    'lasted s': ((endedAt ?? beganAt) - beganAt) / 1000,
    'fresh after s': recoveredMs === null ? 'the next came first' : recoveredMs / 1000,
  }))

function show(soaked: Soaked, verdict: Verdict): void {
  console.log(
    `\nAnswers of the BFF to ${soaked.salespeople} salespeople (${soaked.ledger.left()} given up by the page):`,
  )
  console.table(Object.fromEntries(soaked.ledger.codes))
  console.table(callRows(soaked))
  console.log('States of lists:')
  console.table(Object.fromEntries(soaked.ledger.states))
  console.log(`Faults that came and went, and ${soaked.callbacks} callbacks:`)
  console.table(troubleRows(soaked))
  console.log('The process; the heap after a full collection; warm and end with nobody there:')
  console.table(vitalRows(soaked))
  const { bytesPerRequest, growthBytes, growthBoundBytes, restGrowthBytes, rssPerMinuteBytes, loopP99Ms } = verdict
  console.log(
    `Heap after the warm-up: ${bytesPerRequest.toFixed(1)} bytes a request, which makes ${megabytes(growthBytes)} MB; at rest ${megabytes(restGrowthBytes)} MB (bound ${megabytes(growthBoundBytes)} MB).`,
  )
  console.log(`Resident memory under load: ${megabytes(rssPerMinuteBytes)} MB a minute.`)
  console.log(
    `Event loop's delay, p99: median ${loopP99Ms.median.toFixed(0)} ms, worst ${loopP99Ms.worst.toFixed(0)} ms.`,
  )
}

console.log(`${seconds} s, seed ${seed}; SOAK_SECONDS=… SEED=… change that`)
const soaked = await soak({ seconds, seed, say })
const verdict = judge(soaked)
show(soaked, verdict)

mkdirSync('data', { recursive: true })
const { ledger, ...measured } = soaked
const machine = { node: process.version, cores: cpus().length, cpu: cpus()[0]?.model }
const counted = {
  codes: Object.fromEntries(ledger.codes),
  states: Object.fromEntries(ledger.states),
  violations: Object.fromEntries(ledger.violations),
  calls: callRows(soaked),
}
writeFileSync(
  'data/soak.json',
  `${JSON.stringify({ machine, seconds, seed, verdict, ...counted, ...measured }, null, 2)}\n`,
)
console.log('\nThe same as JSON: data/soak.json')
for (const [what, times] of ledger.violations) console.error(`VIOLATION × ${times}: ${what}`)
for (const fault of verdict.faults) console.error(`NOT KEPT: ${fault}`)
process.exit(verdict.faults.length === 0 ? 0 : 1)
