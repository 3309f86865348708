import { cutCell, FileError, mostColumns, mostRows, tooManyRows, type TableRow } from './file-error.ts'
import { openZip, type Zip } from './read-zip.ts'

/** Excel's own formats that show a date or a time. */
const isDateFormat = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)
/** The same of a format of the file's own, without what is quoted in it, and without colours. */
const showsDate = (code: string): boolean => /[dmyhs年月日]/i.test(code.replaceAll(/"[^"]*"|\\.|\[[^\]]*\]/g, ''))

const officeRelations = /^(?:r|d\d+p\d+|ns\d+):id$/

/** Where the first sheet is. */
async function sheetNameOf(zip: Zip): Promise<string> {
  let id: string | undefined
  const targets = new Map<string, string>()
  await zip.read('xl/workbook.xml', {
    open(name, attributes) {
      if (name !== 'sheet') return
      id ??= Object.entries(attributes).find(([key]) => officeRelations.test(key))?.[1]
    },
  })
  await zip.read('xl/_rels/workbook.xml.rels', {
    open(name, { Id, Target }) {
      if (name === 'Relationship' && Id !== undefined && Target !== undefined) targets.set(Id, Target)
    },
  })
  const target = targets.get(id ?? '') ?? 'worksheets/sheet1.xml'
  const name = target.startsWith('/') ? target.slice(1) : `xl/${target}`
  if (!zip.has(name)) throw new FileError('this is no workbook of Excel: save it as XLSX or as CSV UTF-8')
  return name
}

async function sharedTexts(zip: Zip): Promise<string[]> {
  const texts: string[] = []
  let text = ''
  let [isText, isReading] = [false, false]
  await zip.read('xl/sharedStrings.xml', {
    open(name) {
      if (name === 'si') text = ''
      if (name === 'rPh') isReading = true
      if (name === 't') isText = true
    },
    text(part) {
      if (isText && !isReading) text += part
    },
    close(name) {
      if (name === 't') isText = false
      if (name === 'rPh') isReading = false
      if (name === 'si') texts.push(text)
    },
  })
  return texts
}

/** Which styles show numbers as dates. */
async function dateStyles(zip: Zip): Promise<Set<string>> {
  const own = new Map<string, string>()
  const dates = new Set<string>()
  let [isInCells, index] = [false, 0]
  await zip.read('xl/styles.xml', {
    open(name, { numFmtId = '0', formatCode = '' }) {
      if (name === 'numFmt') own.set(numFmtId, formatCode)
      if (name === 'cellXfs') isInCells = true
      if (name !== 'xf' || !isInCells) return
      const code = own.get(numFmtId)
      if (code === undefined ? isDateFormat(Number(numFmtId)) : showsDate(code)) dates.add(String(index))
      index += 1
    },
    close(name) {
      if (name === 'cellXfs') isInCells = false
    },
  })
  return dates
}

/** `AB12` is the 28th column, counted from 0. */
function columnOf(reference: string | undefined, next: number): number {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0]
  if (!letters) return next
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

const exactDigits = 15

/** As Excel shows what it could not keep. */
function numberText(value: string, isDate: boolean): string {
  if (isDate) return '##'
  const number = Number(value)
  if (value === '' || !Number.isFinite(number)) return value
  return Number.isInteger(number) && String(Math.abs(number)).length > exactDigits
    ? number.toExponential()
    : String(number)
}

interface Cell {
  type: string
  style: string
  column: number
  text: string
}

interface Known {
  texts: readonly string[]
  dates: ReadonlySet<string>
}

function textOf({ type, style, text }: Cell, { texts, dates }: Known): string {
  if (type === 's') return texts[Number(text)] ?? ''
  if (type === 'b') return text === '1' ? 'TRUE' : 'FALSE'
  if (type === 'd') return '##'
  return type === 'n' && text !== '' ? numberText(text, dates.has(style)) : text
}

async function rowsOf(zip: Zip, name: string, known: Known): Promise<TableRow[]> {
  const rows: TableRow[] = []
  let [line, isValue, isReading] = [0, false, false]
  let cells: string[] = []
  let cell: Cell | null = null
  await zip.read(name, {
    open(element, { r, t = 'n', s = '0' }) {
      if (element === 'row') {
        line = Math.max(line + 1, /^\d{1,7}$/.test(r ?? '') ? Number(r) : 0)
        cells = []
        cell = null
      }
      if (element === 'c') cell = { type: t, style: s, column: columnOf(r, (cell?.column ?? -1) + 1), text: '' }
      if (element === 'rPh') isReading = true
      // The text of a formula stands in `f`, which is not read: its last value is.
      if (element === 'v' || element === 't') isValue = true
    },
    text(part) {
      if (cell && isValue && !isReading) cell.text += part
    },
    close(element) {
      if (element === 'v' || element === 't') isValue = false
      if (element === 'rPh') isReading = false
      if (element === 'c' && cell && cell.column < mostColumns) {
        while (cells.length < cell.column) cells.push('')
        cells[cell.column] = cutCell(textOf(cell, known))
      }
      if (element !== 'row' || cells.every((text) => text === '')) return
      if (rows.length > mostRows) throw tooManyRows()
      rows.push({ line, cells })
    },
  })
  return rows
}

/** The rows of a workbook's first sheet that are not empty. Formulas are never evaluated. @throws FileError */
export async function readXlsx(bytes: Buffer): Promise<TableRow[]> {
  try {
    const zip = await openZip(bytes)
    const [name, texts, dates] = [await sheetNameOf(zip), await sharedTexts(zip), await dateStyles(zip)]
    return await rowsOf(zip, name, { texts, dates })
  } catch (error) {
    if (error instanceof FileError) throw error
    throw new FileError('the workbook is damaged: save it again as XLSX, or as CSV UTF-8', { cause: error })
  }
}
