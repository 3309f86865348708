import type { InstanceFigures } from '../instances.ts'

const round = (value: number, digits = 0) => Number(value.toFixed(digits))

export function printInstances({ held, calls, moves, throughput }: InstanceFigures): void {
  console.log('\nSeveral instances on one PostgreSQL, each request to the next of them.')
  console.table(held)
  console.log('\nWhat goes out from a fleet that has just started; the vendors: per opening of a sidebar.')
  console.table(
    calls.map(({ wecom, youmi, waiqin, tanma, peakMegabytes, ...counts }) => ({
      ...counts,
      wecom: round(wecom, 2),
      youmi: round(youmi, 2),
      waiqin: round(waiqin, 2),
      tanma: round(tanma, 2),
      'peak MB': round(peakMegabytes),
    })),
  )
  const shares = moves.movedMs.map((ms) => `${round(ms)} ms (${round(ms / moves.leaseMs, 2)})`)
  console.log(`\nThe reader of a mirror killed -9 in the middle of a pass: another reads after ${shares.join(', ')}`)
  console.log(`(of a lease of ${moves.leaseMs} ms)`)
  console.log('\nThe same two cores, 1, 2 and 4 instances. Ratio: requests per second, against one instance.')
  console.table(
    throughput.map(({ ratioSpread, requestsPerSecond, ratio, cpuMicros, databaseMicros, ...row }) => ({
      question: row.question,
      instances: row.instances,
      'req/s': round(requestsPerSecond),
      ratio: round(ratio, 2),
      spread: ratioSpread.map((each) => round(each, 2)).join(' – '),
      'CPU µs': round(cpuMicros),
      'database CPU µs': round(databaseMicros),
      transactions: round(row.transactions, 2),
      pages: round(row.pages, 1),
      'peak MB': round(row.peakMegabytes),
    })),
  )
}
