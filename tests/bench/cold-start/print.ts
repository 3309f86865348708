import type { ColdStartFigures } from '../cold-start.ts'

const words = {
  bare: 'nothing but a socket',
  empty: 'the BFF, no file yet',
  full: 'the BFF, with all tasks',
}

const round = (value: number, digits = 0) => Number(value.toFixed(digits))

export function printColdStart({ tasks, ready, workbench }: ColdStartFigures): void {
  console.log(`\nFrom the start of the process to ready; a file of ${tasks} tasks.`)
  console.table(
    (['bare', 'empty', 'full'] as const).map((which) => ({
      start: words[which],
      ms: round(ready[which].ms),
      spread: ready[which].spread.map((each) => round(each)).join(' – '),
      'against no file': round(ready[which].ms / ready.empty.ms, 2),
    })),
  )
  console.log("\nFrom npm start to the workbench's first rows, ms.")
  console.table([{ up: round(workbench.upMs), rows: round(workbench.rowsMs) }])
}
