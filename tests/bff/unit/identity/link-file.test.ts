import { describe, expect, it } from 'vitest'
import { readLinkLines, repeatedContacts, type LinkLines } from '../../../../src/bff/identity/link-file.ts'
import { readTable } from '../../../../src/bff/spreadsheets/read-table.ts'

const header = 'subject,wecom_id,source,source_id'
const readText = async (text: string) => readLinkLines(await readTable(Buffer.from(text)))
const read = (...lines: string[]) => readText([header, ...lines].join('\n'))
const readNoted = (...lines: string[]) => readText([`${header},note`, ...lines].join('\n'))
const rowsOf = ({ lines, faults }: LinkLines) => ({ rows: lines.map(({ row }) => row), faults })
const codesOf = ({ faults }: LinkLines) => faults.map(({ line, code }) => [line, code])

const staff = { subject: 'staff', wecomId: 'zhangsan', source: 'youmi', sourceId: 'b08' }
const contact = { subject: 'contact', wecomId: 'wmAAA_1', source: 'waiqin', sourceId: '7269195022934925565' }

describe('a file of links', () => {
  it('gives staff and contact rows, with ids as text', async () => {
    const { rows, faults } = rowsOf(
      await read('staff,zhangsan,youmi,b08', 'contact,wmAAA_1,waiqin,7269195022934925565'),
    )
    expect(faults).toEqual([])
    expect(rows).toEqual([staff, contact])
  })

  it('may begin with a BOM, end lines with CRLF, quote cells and hold empty lines', async () => {
    const text = `\uFEFF${header}\r\n"staff","zhangsan",youmi,"b08"\r\n\r\ncontact , wmAAA_1,waiqin,7269195022934925565\r\n`
    expect(rowsOf(await readText(text))).toEqual({ rows: [staff, contact], faults: [] })
  })

  it('may hold no row at all', async () => {
    expect(await read()).toEqual({ lines: [], faults: [] })
  })

  it('gives one fault for every bad line, without repeating a value, beside the lines that can be read', async () => {
    const { lines, faults } = await read(
      'staff,zhangsan,youmi,b08',
      'boss,zhangsan,youmi,b08',
      'staff,lisi,yunzhong,b08',
      'contact,wm1,tanma,b 08',
      'contact,nobody,youmi,b08',
      'staff,wangwu,youmi',
      'staff,,youmi,',
      'staff,wangwu,youmi,b 08',
    )
    expect(lines.map(({ line }) => line)).toEqual([2])
    expect(faults).toEqual([
      { line: 3, code: 'subject', isContact: false },
      { line: 4, code: 'source', isContact: false },
      { line: 5, code: 'source', isContact: true },
      { line: 6, code: 'wecom_id', isContact: true },
      { line: 7, code: 'fields', isContact: false },
      { line: 8, code: 'wecom_id', isContact: false },
      { line: 9, code: 'source_id', isContact: false },
    ])
  })

  it('may not link one contact to the same customer twice', async () => {
    const { lines } = await read(
      'contact,wm1,youmi,f1',
      'contact,wm1,youmi,f2',
      'contact,wm1,youmi,f1',
      'contact,wm1,waiqin,f1',
      'staff,zhangsan,youmi,f1',
      'staff,zhangsan,youmi,f1',
    )
    expect(repeatedContacts(lines)).toEqual([{ line: 4, code: 'repeated', isContact: true }])
  })

  it('may say that several people have a staff id', async () => {
    const meant = await readNoted('staff,zhangsan,youmi,b08,shared', 'staff,lisi,youmi,b08,')
    expect(meant.lines.map(({ isShared }) => isShared)).toEqual([true, false])
    expect(codesOf(await readNoted('staff,zhangsan,youmi,b08,twins'))).toEqual([[2, 'note']])
    expect(rowsOf(await readNoted('staff,zhangsan,youmi,b08'))).toEqual({ rows: [staff], faults: [] })
  })

  it('lets several contacts be one customer', async () => {
    const { lines, faults } = await read('contact,wm1,youmi,f1', 'contact,wm2,youmi,f1')
    expect([...faults, ...repeatedContacts(lines)]).toEqual([])
  })

  it('needs all columns, in their order', async () => {
    for (const text of ['', 'staff,zhangsan,youmi,b08', 'wecom_id,subject,source,source_id'])
      expect(await readText(text)).toEqual({ lines: [], faults: [{ line: 1, code: 'header', isContact: false }] })
  })

  it('is refused when its quotes do not close', async () => {
    await expect(read('staff,zhangsan,youmi,"b08')).rejects.toThrow(
      'line 2: cannot be read as CSV: each quoted value needs a quote at its end',
    )
  })
})

describe('a file that a spreadsheet wrote', () => {
  const rows = [staff]

  it.each([
    ['semicolons', 'subject;wecom_id;source;source_id\nstaff;zhangsan;youmi;b08'],
    ['tabs', 'subject\twecom_id\tsource\tsource_id\nstaff\tzhangsan\tyoumi\tb08'],
    ['full-width commas', 'subject，wecom_id，source，source_id\nstaff，zhangsan，youmi，b08'],
    ["Excel's line about the delimiter", `sep=;\n${header.replaceAll(',', ';')}\nstaff;zhangsan;youmi;b08`],
    ['a header in capitals, with blanks', 'Subject, WeCom ID ,SOURCE,Source_ID\nstaff,zhangsan,youmi,b08'],
    ['words in another case', `${header}\nStaff,zhangsan,YouMi,b08`],
    ['columns that are empty', `${header},,\nstaff,zhangsan,youmi,b08,,`],
    ['empty columns in a row alone', `${header}\nstaff,zhangsan,youmi,b08,,,`],
    ['rows of nothing but delimiters', `${header}\n,,,\n \nstaff,zhangsan,youmi,b08\n,,,\n`],
    ['signs that cannot be seen', `\uFEFF${header}\n\u200Bstaff,\u202Dzhangsan\u202C,youmi,\u3000b08\u00A0`],
    ['full-width letters', `${header}\nstaff,zhangsan,youmi,ｂ０８`],
    ['ids marked as text', `${header}\nstaff,'zhangsan,youmi,="b08"`],
  ])('is read with %s', async (_name, text) => {
    expect(rowsOf(await readText(text))).toEqual({ rows, faults: [] })
  })

  it.each(['00123', '销售01', '7269195022934925565', '1E5', '726919502293492'])(
    'keeps the id %s as it is',
    async (sourceId) => {
      expect(rowsOf(await read(`staff,zhangsan,youmi,${sourceId}`)).rows).toEqual([{ ...staff, sourceId }])
    },
  )

  it.each([
    '7269195022934920000',
    '1234567890123450',
    '7.26919E+18',
    '7e+18',
    '7.269195022934925E18',
    '12345.0',
    '3月1日',
  ])('is refused where an id has become %s', async (sourceId) => {
    expect((await read(`contact,wmAAA_1,waiqin,${sourceId}`)).faults).toEqual([
      { line: 2, code: 'spoilt', isContact: true },
    ])
  })

  it('is refused where the userid has become a number', async () => {
    expect(codesOf(await read('staff,1.38E+10,youmi,b08'))).toEqual([[2, 'spoilt']])
  })

  it('may say that an id does end in zeros', async () => {
    expect(codesOf(await read('contact,wmAAA_1,waiqin,7269195022934920000'))).toEqual([[2, 'spoilt']])
    const { rows } = rowsOf(await readNoted('contact,wmAAA_1,waiqin,7269195022934920000,exact'))
    expect(rows).toEqual([{ ...contact, sourceId: '7269195022934920000' }])
  })
})
