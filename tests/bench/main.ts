import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureBoard } from './board.ts'
import { bundleBar, measureBundle } from './bundle.ts'
import { measureColdStart } from './cold-start.ts'
import { printColdStart } from './cold-start/print.ts'
import { firstScreenBar, measureFirstScreen } from './first-screen.ts'
import { measureMirror } from './mirror.ts'
import { measureMigrations } from './migrations.ts'
import { measureMyBoard } from './my-board.ts'
import { measureOpening, openingBar } from './opening.ts'
import { measureNaive } from './naive.ts'
import { measureNeighbours } from './neighbours.ts'
import { printFirstScreen } from './first-screen/print.ts'
import { measureInstances } from './instances.ts'
import { printInstances } from './instances/print.ts'
import { printBoard, printGrowth, printMirror, printNaive } from './print-scale.ts'

const file = 'data/bench.json'
/** How many tasks the largest company has; fewer for a quick look. */
const largest = Number(process.env['BENCH_TASKS'] ?? 1_000_000)
if (!(largest >= 100_000)) throw new Error('BENCH_TASKS: a number of at least 100000')
/** Files that one part leaves for another. */
const folder = mkdtempSync(join(tmpdir(), 'sidedesk-bench-'))
const round = (value: number, digits = 0) => Number(value.toFixed(digits))

async function bundle() {
  const figures = measureBundle('dist/app')
  console.log(`\nFirst board, HTML + JS + CSS: ${figures.gzipBytes} bytes gzip in ${figures.requests} requests`)
  console.log(`(bar: ${bundleBar.gzipBytes} bytes in ${bundleBar.requests})`)
  console.table(figures.files)
  return figures
}

async function firstScreen() {
  const figures = await measureFirstScreen()
  printFirstScreen(figures, firstScreenBar)
  return figures
}

async function opening() {
  const figures = await measureOpening()
  const { boardMs, compressedMs, singlesMs, ratio, bytes } = figures
  console.log('\nCPU of the BFF for one opening of a contact, five sources, PostgreSQL.')
  console.table([
    {
      'board ms': round(boardMs, 2),
      'compressed ms': round(compressedMs, 2),
      'single calls ms': round(singlesMs, 2),
      ratio: `${round(ratio.median, 2)} (bar ${openingBar})`,
      spread: `${round(ratio.least, 2)} – ${round(ratio.most, 2)}`,
      bytes: bytes.plain,
      'bytes compressed': bytes.compressed,
    },
  ])
  return figures
}

async function board() {
  const rows = await measureBoard([10_000, 100_000, 1_000_000].filter((size) => size <= largest))
  printBoard(rows)
  printGrowth(rows)
  // At the same time, because they mostly wait for their vendors.
  const naive = await Promise.all([measureNaive(10_000), measureNaive(100_000)])
  printNaive(naive)
  return { rows, naive }
}

async function mirror() {
  const figures = await measureMirror(largest, folder)
  printMirror(figures)
  return figures
}

async function migrations() {
  const figures = await measureMigrations(largest)
  console.log('\nEach migration in a company with so many tasks.')
  console.table(figures)
  return figures
}

async function myBoard() {
  const figures = await measureMyBoard()
  console.log(
    "\nThe first page of a person's own tasks. Bars: 3 times that of one with 50; the loop never held over 20 ms.",
  )
  console.table(figures)
  return figures
}

async function neighbours() {
  const figures = await measureNeighbours()
  console.log('\nThe other sources while one is silent: p99 of their lists, against the same load without the fault.')
  console.table(
    figures.map(({ silent, healthyP99Ms, silentP99Ms, ratio, least, most }) => ({
      silent,
      'p99 ms, all well': healthyP99Ms,
      'p99 ms, one silent': silentP99Ms,
      ratio: round(ratio, 2),
      spread: `${round(least, 2)} – ${round(most, 2)}`,
    })),
  )
  return figures
}

async function instances() {
  const figures = await measureInstances()
  printInstances(figures)
  return figures
}

async function coldStart() {
  const figures = await measureColdStart(largest, folder)
  printColdStart(figures)
  return figures
}

/** In the order in which they run. `npm run bench -- NAME…` runs these alone. */
const parts: Record<string, () => Promise<unknown>> = {
  bundle,
  'first-screen': firstScreen,
  opening,
  board,
  mirror,
  migrations,
  'my-board': myBoard,
  neighbours,
  instances,
  'cold-start': coldStart,
}
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in parts))
if (unknown.length > 0)
  throw new Error(`no such part: ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`)

const figures: Record<string, unknown> = {}
for (const [name, measure] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const began = performance.now()
  figures[name] = await measure()
  console.log(`\n${name}: ${round((performance.now() - began) / 1000)} s`)
}

rmSync(folder, { recursive: true, force: true })
mkdirSync('data', { recursive: true })
const machine = { node: process.version, cores: cpus().length, cpu: cpus()[0]?.model }
// When some parts run alone, the figures of the others are kept.
const before: object = wanted.length > 0 && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
writeFileSync(file, `${JSON.stringify({ ...before, machine, ...figures }, null, 2)}\n`)
console.log(`\nThe same as JSON: ${file}`)
process.exit(0)
