import { zip } from './zip.ts'

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

/** The least that Excel opens: one sheet, its cells in place. */
const parts = (sheet: string): [name: string, xml: string][] => [
  [
    '[Content_Types].xml',
    `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
  ],
  [
    '_rels/.rels',
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ],
  [
    'xl/workbook.xml',
    `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="工号" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  ],
  [
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  ],
  ['xl/worksheets/sheet1.xml', sheet],
]

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Excel keeps fifteen digits: what it took for a longer number has become one, with an exponent. */
const isRoundedNumber = (text: string) => /^\d{15}0{2,}$/.test(text)

function cellOf(text: string, at: string): string {
  if (text === '') return ''
  if (isRoundedNumber(text)) return `<c r="${at}"><v>${Number(text).toExponential()}</v></c>`
  return `<c r="${at}" t="inlineStr"><is><t>${escaped(text)}</t></is></c>`
}

function sheetOf(rows: readonly (readonly string[])[]): string {
  const lines = rows.map((cells, row) => {
    const told = cells.map((text, column) => cellOf(text, String.fromCodePoint(65 + column) + String(row + 1)))
    return `<row r="${row + 1}">${told.join('')}</row>`
  })
  return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${lines.join('')}</sheetData></worksheet>`
}

/** An XLSX file with these rows; texts are texts, but for what Excel has taken for a number. */
export const workbookOf = (rows: readonly (readonly string[])[]): Buffer =>
  zip(parts(sheetOf(rows)).map(([name, xml]) => [name, declaration + xml]))
