import { createTurns } from '../concurrency/turns.ts'
import { guardedCell } from './guarded-cell.ts'

const mark = '\uFEFF'

const quoted = (cell: string): string => {
  const text = guardedCell(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A CSV file as Excel opens it by a double click: UTF-8 with its mark, lines that end as Windows ends them. */
export async function writeCsv(rows: Iterable<readonly string[]>): Promise<Buffer> {
  const turn = createTurns()
  const lines: string[] = []
  for (const row of rows) {
    lines.push(`${row.map(quoted).join()}\r\n`)
    await turn()
  }
  return Buffer.from(mark + lines.join(''))
}
