import type { BoardRow } from './board.ts'
import type { Backfill, Increments } from './mirror.ts'
import type { NaiveFigures } from './naive.ts'

const round = (value: number, digits = 0) => Number(value.toFixed(digits))

export function printBoard(rows: readonly BoardRow[]): void {
  console.log('\nBoards. Ratio: requests per second against the same Fastify answering the same bytes from memory;')
  console.log('CPU ratio: the same of what one CPU would do. Medians of rounds. Bar: 0.6 for a contact asked again.')
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

/** How much slower each answer is where the company is the largest, against the smallest. */
export function printGrowth(rows: readonly BoardRow[]): void {
  console.log('\nThe largest company against the smallest. Bar: 1.2 for p99 of a contact.')
  const largest = Math.max(...rows.map(({ fieldTasks }) => fieldTasks))
  const first = (of: BoardRow) => rows.find((row) => row.database === of.database && row.question === of.question) ?? of
  console.table(
    rows
      .filter(({ fieldTasks }) => fieldTasks === largest)
      .map((row) => ({
        database: row.database,
        question: row.question,
        tasks: `${first(row).fieldTasks} → ${row.fieldTasks}`,
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

export function printMirror({ backfills, increments }: { backfills: Backfill[]; increments: Increments[] }): void {
  console.log('\nFilling the mirror. Bars: 20,000 tasks/s into SQLite, 300 MB; 90 % waiting where pages take 150 ms.')
  console.table(
    backfills.map(({ database, vendorMs, tasks, seconds, tasksPerSecond, tasksPerCpuSecond, ...row }) => ({
      database,
      'vendor ms': vendorMs,
      tasks,
      seconds: round(seconds, 1),
      'tasks/s': round(tasksPerSecond),
      'tasks/CPU s': round(tasksPerCpuSecond),
      'peak MB': round(row.peakMegabytes),
      waiting: round(row.waiting, 2),
    })),
  )
  console.log('\nKeeping it up to date, nothing new; then a change at the vendor, with a pass every second.')
  console.table(
    increments.map(({ tasks, callsPerPass, callsPerHour, cpuMsPerPass, lagP50Ms, lagP99Ms }) => ({
      tasks,
      'calls/pass': callsPerPass,
      'calls/hour': callsPerHour,
      'CPU ms/pass': round(cpuMsPerPass, 1),
      'lag p50 ms': round(lagP50Ms),
      'lag p99 ms': round(lagP99Ms),
    })),
  )
}
