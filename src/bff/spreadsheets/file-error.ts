/** A file that is no table which can be read. Its message says what to do, and repeats nothing of the file. */
export class FileError extends Error {}

/** More of a file is not read. */
export const mostRows = 20_000
/** Cells further to the right are not looked at. */
export const mostColumns = 16
/** More of a cell is cut off: no id is so long, and nothing else of a cell is checked. */
const mostCharacters = 256

export const cutCell = (text: string): string => text.trim().slice(0, mostCharacters)

export const tooManyRows = () => new FileError(`the file has more than ${mostRows} rows: divide it`)

/** A row of a table, by its line in the file. */
export interface TableRow {
  line: number
  cells: readonly string[]
}
