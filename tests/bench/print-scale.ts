import type { BoardRow } from './board.ts'
import type { MirrorFigures } from './mirror.ts'
import type { NaiveFigures } from './naive.ts'

const round = (value: number, digits = 0) => Number(value.toFixed(digits))

export function printBoard(rows: readonly BoardRow[]): void {
  console.log('\nBoards. Ratio: requests per second against the same Fastify answering the same bytes from memory;')
  console.log('CPU ratio: the same of what one CPU would do. Medians of rounds.')
  console.table(
    rows.map(({ database, fieldTasks, question, bytes, bff, sameBytes, ratio, ratioSpread, cpuRatio }) => ({
      database,
      tasks: fieldTasks,
      question,
      bytes,
      'req/s': round(bff.requestsPerSecond),
      'p50 ms': round(bff.p50Ms, 1),
      'p99 ms': round(bff.p99Ms, 1),
      'CPU µs': round(bff.cpuMicros),
      'memory req/s': round(sameBytes.requestsPerSecond),
      ratio: round(ratio, 2),
      spread: ratioSpread.map((each) => round(each, 2)).join(' – '),
      'CPU ratio': round(cpuRatio, 2),
    })),
  )
}

/** Prints how much slower each answer is in the largest company than in the smallest. */
export function printGrowth(rows: readonly BoardRow[]): void {
  console.log('\nThe largest company against the smallest, in turn. Bar: 1.2 for p99 of a contact.')
  const largest = Math.max(...rows.map(({ fieldTasks }) => fieldTasks))
  const first = (of: BoardRow) => rows.find((row) => row.database === of.database && row.question === of.question) ?? of
  console.table(
    rows
      .filter(({ fieldTasks }) => fieldTasks === largest)
      .map((row) => ({
        database: row.database,
        question: row.question,
        tasks: `${first(row).fieldTasks} → ${row.fieldTasks}`,
        'p50, times': round(row.bff.p50Ms / first(row).bff.p50Ms, 2),
        'p99, times': round(row.bff.p99Ms / first(row).bff.p99Ms, 2),
        'CPU, times': round(row.bff.cpuMicros / first(row).bff.cpuMicros, 2),
      })),
  )
}

export function printNaive(rows: readonly NaiveFigures[]): void {
  console.log("\nNaively, by paging through the vendor's list on each opening:")
  console.table(
    rows.map(({ fieldTasks, vendorMs, vendorCalls, openMs }) => ({
      tasks: fieldTasks,
      'vendor ms': vendorMs,
      'vendor calls': vendorCalls,
      'opening, ms': round(openMs),
    })),
  )
}

export function printMirror({ backfills, increments }: MirrorFigures): void {
  const timesOf = ({ samples, p50Ms, p99Ms }: { samples: number; p50Ms: number; p99Ms: number }) =>
    `${round(p50Ms)} / ${round(p99Ms)} of ${samples}`
  console.log(
    '\nFilling the mirror, and a list of one customer meanwhile. Bars: 20,000 tasks/s into SQLite, 300 MB; 90 % waiting where pages take 150 ms.',
  )
  console.table(
    backfills.map(({ database, vendorMs, tasks, seconds, tasksPerSecond, tasksPerCpuSecond, ...row }) => ({
      database,
      'vendor ms': vendorMs,
      tasks,
      seconds: round(seconds, 1),
      'tasks/s': round(tasksPerSecond),
      'tasks/CPU s': round(tasksPerCpuSecond),
      'peak MB': round(row.peakMegabytes),
      'bytes/task': round(row.bytesPerTask),
      waiting: round(row.waiting, 2),
      'list p50/p99 ms': timesOf(row.lists.beside),
      'after it': timesOf(row.lists.after),
    })),
  )
  console.log('\nKeeping it up to date, nothing new; then a change at the vendor. Calls are counted there: with nobody')
  console.log('looking, and while all salespeople open boards. The lag at 60 s: 99 % of it, and what a pass takes.')
  console.log('CPU of a pass at the default interval, and of one that also reads the newest window again.')
  console.table(
    increments.map(
      ({ tasks, callsPerPass, openings, salespeople, cpuMsPerIncrement, cpuMsPerPass, intervalMs, ...lag }) => ({
        tasks,
        'calls/pass': round(callsPerPass.alone, 2),
        'while looked at': round(callsPerPass.looking, 2),
        openings: `${openings} by ${salespeople}`,
        'CPU ms': round(cpuMsPerIncrement, 1),
        'CPU ms with window': round(cpuMsPerPass, 1),
        'interval ms': intervalMs,
        'lag p50 ms': round(lag.lagP50Ms),
        'lag p99 ms': round(lag.lagP99Ms),
        'p99 at 60 s': round(lag.defaultLagP99Ms),
      }),
    ),
  )
}
