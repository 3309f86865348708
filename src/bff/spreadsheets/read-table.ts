import { decodeFile } from './decode-file.ts'
import { FileError, type TableRow } from './file-error.ts'
import { readCsv } from './read-csv.ts'
import { readXlsx } from './read-xlsx.ts'

/** How a ZIP begins, which XLSX is, and the compound file of Excel before 2007. */
const marks = { zip: '504b0304', compound: 'd0cf11e0' }

const beginsWith = (bytes: Buffer, mark: string): boolean => bytes.subarray(0, 4).toString('hex') === mark

/** The rows of a CSV or XLSX file that are not empty. @throws FileError */
export async function readTable(bytes: Buffer): Promise<TableRow[]> {
  if (beginsWith(bytes, marks.zip)) return readXlsx(bytes)
  if (beginsWith(bytes, marks.compound))
    throw new FileError(
      'this is a workbook of Excel before 2007, or one with a password: save it as XLSX or as CSV UTF-8',
    )
  return readCsv(decodeFile(bytes))
}
