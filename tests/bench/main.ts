import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { measureBoard } from './board.ts'
import { bundleBar, measureBundle } from './bundle.ts'
import { measureNeighbours } from './neighbours.ts'

const round = (value: number, digits = 0) => Number(value.toFixed(digits))

const bundle = measureBundle('dist/app')
console.log(`\nFirst board, JS + CSS: ${bundle.gzipBytes} bytes gzip in ${bundle.requests} requests`)
console.log(`(bar: ${bundleBar.gzipBytes} bytes in ${bundleBar.requests})`)
console.table(bundle.files)

const board = await measureBoard(100_000)
console.log(`\nBFF with ${board.fieldTasks} mirrored tasks; mirrored in ${round(board.backfillSeconds, 1)} s.`)
console.log(
  'Ratio: requests per second against the same Fastify answering the same bytes from memory, median of rounds.',
)
console.table(
  board.calls.map(({ call, bytes, bff, sameBytes, ratio, ratioSpread }) => ({
    call: call.replace(/w[mor][\w-]{10,}/, ':id'),
    bytes,
    'req/s': round(bff.requestsPerSecond),
    'p50 ms': bff.p50Ms,
    'p99 ms': bff.p99Ms,
    'from memory req/s': round(sameBytes.requestsPerSecond),
    ratio: round(ratio, 2),
    spread: ratioSpread.map((each) => round(each, 2)).join(' – '),
  })),
)

const neighbours = await measureNeighbours()
console.log('\nThe other sources while one is silent: p99 of their lists, against the same load without the fault.')
console.table(
  neighbours.map(({ silent, healthyP99Ms, silentP99Ms, ratio }) => ({
    silent,
    'p99 ms, all well': healthyP99Ms,
    'p99 ms, one silent': silentP99Ms,
    ratio: round(ratio, 2),
  })),
)

mkdirSync('data', { recursive: true })
const machine = { node: process.version, cores: cpus().length, cpu: cpus()[0]?.model }
writeFileSync('data/bench.json', `${JSON.stringify({ machine, bundle, board, neighbours }, null, 2)}\n`)
console.log('\nThe same as JSON: data/bench.json')
process.exit(0)
