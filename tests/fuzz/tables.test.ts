import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { readLinkLines } from '../../src/bff/identity/link-file.ts'
import { FileError, mostColumns } from '../../src/bff/spreadsheets/file-error.ts'
import { readTable } from '../../src/bff/spreadsheets/read-table.ts'
import { writeXlsx } from '../../src/bff/spreadsheets/write-xlsx.ts'
import { budget } from './budget.ts'

const header = ['subject', 'wecom_id', 'source', 'source_id', 'note']
const cell = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    'staff',
    'contact',
    'zhangsan',
    'youmi',
    'wm1',
    '__proto__',
    '=1+1',
    '"',
    "'",
    '\u202E',
    '1E5',
    '00123',
  ),
)
const table = fc.array(fc.array(cell, { maxLength: 9 }), { maxLength: 8 })

/** Rows of known shape, or a refusal that is ours. */
async function expectTable(bytes: Buffer): Promise<void> {
  try {
    const rows = await readTable(bytes)
    for (const { line, cells } of rows) {
      expect(Number.isSafeInteger(line) && line > 0).toBe(true)
      expect(cells.length).toBeLessThanOrEqual(mostColumns)
    }
    const { lines, faults } = await readLinkLines(rows)
    expect(lines.length + faults.length).toBeLessThanOrEqual(Math.max(1, rows.length))
    for (const { row } of lines) expect(row.wecomId).toMatch(/^[\w.@-]{1,64}$/)
  } catch (error) {
    expect(error).toBeInstanceOf(FileError)
  }
}

it('any text is a table of links or is refused', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    table.map((rows) => [header, ...rows].map((row) => row.join()).join('\n')),
  )
  await fc.assert(
    fc.asyncProperty(text, (each) => expectTable(Buffer.from(each))),
    budget(300, 5),
  )
})

it('any bytes are one, or are refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), (each) => expectTable(Buffer.from(each))),
    budget(300, 5),
  )
})

it('a workbook with any texts is read as they were written, and one with any damage is refused or read', async () => {
  const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 })
  const property = fc.asyncProperty(table, damage, async (rows, changes) => {
    const bytes = await writeXlsx([header, ...rows], header.length)
    for (const [at, byte] of changes) bytes[at % bytes.length] = byte
    await expectTable(bytes)
  })
  await fc.assert(property, budget(200, 10))
})
