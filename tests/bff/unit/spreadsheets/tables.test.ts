import { buffer } from 'node:stream/consumers'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { ZipFile } from 'yazl'
import { readTable } from '../../../../src/bff/spreadsheets/read-table.ts'
import { writeCsv } from '../../../../src/bff/spreadsheets/write-csv.ts'
import { writeXlsx } from '../../../../src/bff/spreadsheets/write-xlsx.ts'

const zipped = (parts: Record<string, string | Buffer>): Promise<Buffer> => {
  const zip = new ZipFile()
  for (const [name, text] of Object.entries(parts)) zip.addBuffer(Buffer.from(text), name)
  zip.end()
  return buffer(Readable.from(zip.outputStream))
}
const workbook =
  '<x:workbook xmlns:x="m" xmlns:r="o"><x:sheets><x:sheet name="a" sheetId="7" r:id="rId9"/></x:sheets></x:workbook>'
const relations = '<Relationships><Relationship Id="rId9" Target="/xl/worksheets/first.xml"/></Relationships>'
const sheet = (rows: string) => `<x:worksheet xmlns:x="m"><x:sheetData>${rows}</x:sheetData></x:worksheet>`
const parts = (rows: string) => ({
  'xl/workbook.xml': workbook,
  'xl/_rels/workbook.xml.rels': relations,
  'xl/worksheets/first.xml': sheet(rows),
})
const read = async (rows: string, more: Record<string, string> = {}) =>
  readTable(await zipped({ ...parts(rows), ...more }))
const cellsOf = async (...given: Parameters<typeof read>) => (await read(...given)).map(({ cells }) => cells)

it('a cell is cut where no id ends any more', async () => {
  const cell = 'x'.repeat(300)
  for (const file of [Buffer.from(`${cell},b\n`), await writeXlsx([[cell, 'b']], 2)])
    expect(await readTable(file)).toEqual([{ line: 1, cells: ['x'.repeat(256), 'b'] }])
})

describe('a workbook', () => {
  it('is read row by row, with the line that Excel shows', async () => {
    const rows =
      '<x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row><x:row r="5"><x:c r="C5" t="str"><x:v>b</x:v></x:c></x:row>'
    expect(await read(rows)).toEqual([
      { line: 1, cells: ['a'] },
      { line: 5, cells: ['', '', 'b'] },
    ])
  })

  it('gives shared texts without how they are read aloud', async () => {
    const texts =
      '<sst><si><t>张</t></si><si><r><t>李</t></r><r><t>四 &amp; co</t></r><rPh><t>li si</t></rPh></si></sst>'
    const rows =
      '<x:row><x:c t="s"><x:v>1</x:v></x:c><x:c t="s"><x:v>0</x:v></x:c><x:c t="s"><x:v>9</x:v></x:c></x:row>'
    expect(await cellsOf(rows, { 'xl/sharedStrings.xml': texts })).toEqual([['李四 & co', '张', '']])
  })

  it('evaluates no formula: what was last shown counts', async () => {
    const rows =
      '<x:row><x:c t="str"><x:f>HYPERLINK("http://x")</x:f><x:v>b08</x:v></x:c><x:c><x:f>1+1</x:f></x:c></x:row>'
    expect(await cellsOf(rows)).toEqual([['b08', '']])
  })

  it('gives an id that is a number as its digits, and what a number or a date has spoilt so that it is seen', async () => {
    const styles =
      '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs></styleSheet>'
    const numbers = ['726919502293492', '7269195022934925565', '7.2691950229349253E+18', '12']
    const cells = numbers.map((number) => `<x:c><x:v>${number}</x:v></x:c>`).join('')
    const dates = '<x:c s="1"><x:v>45231</x:v></x:c><x:c s="2"><x:v>45231</x:v></x:c><x:c t="b"><x:v>1</x:v></x:c>'
    expect(await cellsOf(`<x:row>${cells}${dates}</x:row>`, { 'xl/styles.xml': styles })).toEqual([
      ['726919502293492', '7.269195022934925e+18', '7.269195022934925e+18', '12', '##', '##', 'TRUE'],
    ])
  })

  it.each([
    ['is a zip of something else', { 'word/document.xml': '<a/>' }, 'this is no workbook of Excel'],
    [
      'has two thousand parts',
      Object.fromEntries(Array.from({ length: 2001 }, (_, index) => [`${index}`, ''])),
      'too many parts',
    ],
    ['nests deeply', parts('<a>'.repeat(100)), 'nests too deeply'],
    ['unpacks to much more than it may', parts(' '.repeat(41_000_000)), 'too large when it is unpacked'],
    [
      'has more rows than are read',
      parts('<x:row><x:c><x:v>1</x:v></x:c></x:row>'.repeat(20_002)),
      'more than 20000 rows',
    ],
  ])('is refused where it %s', async (_name, given, says) => {
    await expect(readTable(await zipped(given))).rejects.toThrow(says)
  })

  it('is refused where a part is larger than it says', async () => {
    const bytes = await zipped(parts(' '.repeat(1_000_000)))
    const size = Buffer.alloc(4)
    size.writeUInt32LE(1_000_000 + sheet('').length)
    const lie = Buffer.alloc(4)
    lie.writeUInt32LE(10)
    for (let at = bytes.indexOf(size); at >= 0; at = bytes.indexOf(size)) lie.copy(bytes, at)
    await expect(readTable(bytes)).rejects.toThrow('the workbook is damaged')
  })

  it('is refused where it is cut off, or older than XLSX', async () => {
    const bytes = await zipped(parts(''))
    await expect(readTable(bytes.subarray(0, 200))).rejects.toThrow('the workbook is damaged')
    await expect(readTable(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).rejects.toThrow('a workbook of Excel before 2007')
  })

  it('holds no cell that runs, and gives each text back', async () => {
    const texts = ['=1+1', '+1', '-1', '@a', '\tb', 'plain', '<&>"\u0001', '😀', '']
    const bytes = await writeXlsx([texts], texts.length)
    const guarded = ["'=1+1", "'+1", "'-1", "'@a", "'\tb", 'plain', '<&>"', '😀', '']
    expect(await readTable(bytes)).toEqual([{ line: 1, cells: guarded }])
  })
})

describe('a CSV file', () => {
  it('begins with its mark, ends lines as Windows does, quotes what needs it and guards what runs', async () => {
    const bytes = await writeCsv([
      ['a', 'b,c', 'd"e', 'f\ng'],
      ['=1', '+1', '-1', '@1', '\t1', '\r1'],
    ])
    expect(bytes.toString()).toBe(`\uFEFFa,"b,c","d""e","f\ng"\r\n'=1,'+1,'-1,'@1,'\t1,"'\r1"\r\n`)
  })

  it('is refused where it has more rows than are read', async () => {
    await expect(readTable(Buffer.from('a,b\n'.repeat(20_005)))).rejects.toThrow('more than 20000 rows')
  })

  it('counts lines where quoted cells hold breaks', async () => {
    expect(await readTable(Buffer.from('a,"b\nc"\nd,e'))).toEqual([
      { line: 2, cells: ['a', 'b\nc'] },
      { line: 3, cells: ['d', 'e'] },
    ])
  })
})
