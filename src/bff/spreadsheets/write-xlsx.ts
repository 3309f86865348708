import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { setImmediate as turnOver } from 'node:timers/promises'
import { escapeUTF8 } from 'entities'
import { ZipFile } from 'yazl'
import { guardedCell } from './guarded-cell.ts'

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** All of a workbook but its one sheet. The format `@` keeps Excel from making numbers of ids that are typed in later. */
const parts = {
  '[Content_Types].xml': `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${sheetType}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${sheetType}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${sheetType}.styles+xml"/></Types>`,
  '_rels/.rels': `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="sidedesk" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
  'xl/styles.xml': `<styleSheet xmlns="${main}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="49" applyNumberFormat="1"/></cellXfs></styleSheet>`,
}

/** What XML cannot hold. */
// oxlint-disable-next-line no-control-regex
const unfit = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g

const toCell = (text: string): string => {
  const safe = escapeUTF8(guardedCell(text).toWellFormed().replaceAll(unfit, ''))
  return safe === '' ? '<c s="1"/>' : `<c t="inlineStr" s="1"><is><t xml:space="preserve">${safe}</t></is></c>`
}

const rowsAtOnce = 500

async function* sheetOf(rows: Iterable<readonly string[]>, columns: number): AsyncGenerator<string> {
  const wide = `<cols><col min="1" max="${columns}" width="22" style="1" customWidth="1"/></cols>`
  yield `${head}<worksheet xmlns="${main}">${wide}<sheetData>`
  let some: string[] = []
  for (const row of rows) {
    some.push(`<row>${row.map(toCell).join('')}</row>`)
    if (some.length < rowsAtOnce) continue
    yield some.join('')
    some = []
    await turnOver()
  }
  yield `${some.join('')}</sheetData></worksheet>`
}

/**
 * A workbook of one sheet, every cell of it text. Written row by row: libraries for whole workbooks hold the event loop for
 * seconds with 20,000 rows.
 */
export async function writeXlsx(rows: Iterable<readonly string[]>, columns: number): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, xml] of Object.entries(parts)) zip.addBuffer(Buffer.from(head + xml), name)
  zip.addReadStream(Readable.from(sheetOf(rows, columns)), 'xl/worksheets/sheet1.xml')
  zip.end()
  return buffer(Readable.from(zip.outputStream))
}
