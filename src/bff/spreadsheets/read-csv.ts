import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { z } from 'zod'
import { createTurns } from '../concurrency/turns.ts'
import { cutCell, FileError, mostColumns, mostRows, tooManyRows, type TableRow } from './file-error.ts'

/** Quoted cells may hold line breaks, so the parser counts the lines. */
const Parsed = z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) })

/** As Excel in this region or another separates cells; no name in a header holds one. */
const delimiterOf = (text: string): string => /[,;\t|，]/.exec(text)?.[0] ?? ','

const sliceLength = 16_384

function* slicesOf(text: string) {
  for (let from = 0; from < text.length; from += sliceLength) yield text.slice(from, from + sliceLength)
}

const optionsFor = (text: string) => ({
  delimiter: delimiterOf(text),
  bom: true,
  info: true,
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  skip_records_with_empty_values: true,
  trim: true,
})

/** The rows of a CSV text that are not empty. @throws FileError */
export async function readCsv(text: string): Promise<TableRow[]> {
  const rows: TableRow[] = []
  const turn = createTurns()
  const parser = Readable.from(slicesOf(text)).pipe(parse(optionsFor(text)))
  try {
    for await (const each of parser) {
      const { record, info } = Parsed.parse(each)
      rows.push({ line: info.lines, cells: record.slice(0, mostColumns).map(cutCell) })
      if (rows.length > mostRows + 2) throw tooManyRows()
      await turn()
    }
  } catch (error) {
    if (error instanceof z.ZodError || error instanceof FileError || !(error instanceof Error)) throw error
    const line = 'lines' in error && typeof error.lines === 'number' ? error.lines : 1
    throw new FileError(`line ${line}: cannot be read as CSV: each quoted value needs a quote at its end`, {
      cause: error,
    })
  }
  // Excel's own line about the delimiter.
  return /^sep=/i.test(rows[0]?.cells[0] ?? '') ? rows.slice(1) : rows
}
