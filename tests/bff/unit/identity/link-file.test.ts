import { describe, expect, it } from 'vitest'
import type { LinkFile } from '../../../../src/bff/identity/link-file.ts'
import { readLinkFile } from '../../../../src/bff/identity/link-file.ts'

const header = 'subject,wecom_id,source,source_id'
const read = (...lines: string[]) => readLinkFile(Buffer.from([header, ...lines].join('\n')))
const readNoted = (...lines: string[]) => readLinkFile(Buffer.from([`${header},note`, ...lines].join('\n')))
const rowsOf = ({ lines, faults }: LinkFile) => ({ rows: lines.map(({ row }) => row), faults })

const badId = 'source_id must be 1 to 64 letters, digits or . @ _ -, as the source shows it'
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
    expect(rowsOf(await readLinkFile(Buffer.from(text)))).toEqual({ rows: [staff, contact], faults: [] })
  })

  it('may hold no row at all', async () => {
    expect(await read()).toEqual({ lines: [], faults: [] })
  })

  it('gives nothing but faults, one for every bad line, without repeating a value', async () => {
    const { lines, faults } = await read(
      'staff,zhangsan,youmi,b08',
      'boss,zhangsan,youmi,b08',
      'staff,lisi,yunzhong,b08',
      'contact,wm1,tanma,b 08',
      'contact,nobody,youmi,b08',
      'staff,wangwu,youmi',
      'staff,,youmi,',
    )
    expect(lines).toEqual([])
    expect(faults).toEqual([
      'line 3: subject must be staff or contact',
      'line 4: source must be youmi or waiqin or tanma or qikeliao',
      `line 5: source must be youmi or waiqin or orders; ${badId}`,
      'line 6: wecom_id must be an external_userid (wm… or wo…): the 客户编号 in the sidebar',
      'line 7: has 3 fields, not 4: fill the missing one in, or quote a value that holds the delimiter',
      `line 8: wecom_id must be a WeCom userid: the 账号 in the console's 通讯录`,
    ])
  })

  it('may not say two things about one person, nor one thing twice', async () => {
    const { faults } = await read(
      'staff,zhangsan,youmi,b08',
      'staff,zhangsan,youmi,b09',
      'contact,wm1,youmi,f1',
      'contact,wm1,youmi,f2',
      'contact,wm1,youmi,f1',
      'staff,zhangsan,waiqin,b08',
    )
    expect(faults).toEqual([
      'line 3: repeats or contradicts line 2: keep one of them',
      'line 6: repeats or contradicts line 4: keep one of them',
    ])
  })

  it('takes two spellings of a userid for one person', async () => {
    expect((await read('staff,ZhangSan,youmi,b08', 'staff,zhangsan,youmi,b09')).faults).toEqual([
      'line 3: repeats or contradicts line 2: keep one of them',
    ])
  })

  it('gives one staff id to two people only where each line says that it is shared', async () => {
    const twice = ['staff,zhangsan,youmi,b08', 'staff,lisi,youmi,b08', 'staff,wangwu,waiqin,b08'] as const
    const taken = (line: number) =>
      `source_id is also on line ${line}, not marked shared: correct it, or write shared in the column note of each such line`
    expect((await read(...twice)).faults).toEqual([`line 2: ${taken(3)}`, `line 3: ${taken(2)}`])
    const half = await readNoted('staff,zhangsan,youmi,b08,shared', 'staff,lisi,youmi,b08,')
    expect(half.faults).toEqual([`line 3: ${taken(2)}`])
    const meant = await readNoted('staff,zhangsan,youmi,b08,shared', 'staff,lisi,youmi,b08,shared')
    expect(meant.lines.map(({ isShared }) => isShared)).toEqual([true, true])
    expect((await readNoted('staff,zhangsan,youmi,b08,twins')).faults).toEqual([
      'line 2: note must be empty, shared or exact',
    ])
    expect(rowsOf(await readNoted('staff,zhangsan,youmi,b08'))).toEqual({ rows: [staff], faults: [] })
  })

  it('lets several contacts be one customer', async () => {
    expect((await read('contact,wm1,youmi,f1', 'contact,wm2,youmi,f1')).faults).toEqual([])
  })

  it('needs all columns, in their order', async () => {
    const faults = [`line 1: the header must be ${header}, and may end with ,note or ,note,name,departments`]
    expect(await readLinkFile(Buffer.from(''))).toEqual({ lines: [], faults })
    expect(await readLinkFile(Buffer.from('staff,zhangsan,youmi,b08'))).toEqual({ lines: [], faults })
    expect(await readLinkFile(Buffer.from('wecom_id,subject,source,source_id'))).toEqual({ lines: [], faults })
  })

  it('is refused when its quotes do not close', async () => {
    expect((await read('staff,zhangsan,youmi,"b08')).faults).toEqual([
      'line 2: cannot be read as CSV: each quoted value needs a quote at its end',
    ])
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
    expect(rowsOf(await readLinkFile(Buffer.from(text)))).toEqual({ rows, faults: [] })
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
  ])('is refused where an id has become %s, and says how to save it as text', async (sourceId) => {
    const { faults } = await read(`contact,wmAAA_1,waiqin,${sourceId}`)
    expect(faults).toHaveLength(1)
    expect(faults[0]).toMatch(/^line 2: source_id .*Excel.*: save the column as text/)
  })

  it('is refused where the userid has become a number', async () => {
    expect((await read('staff,1.38E+10,youmi,b08')).faults[0]).toMatch(
      /^line 2: wecom_id was turned .* save the column as text/,
    )
  })

  it('may say that an id does end in zeros', async () => {
    const { faults } = await read('contact,wmAAA_1,waiqin,7269195022934920000')
    expect(faults[0]).toMatch(/write exact in the column note$/)
    const { rows } = rowsOf(await readNoted('contact,wmAAA_1,waiqin,7269195022934920000,exact'))
    expect(rows).toEqual([{ ...contact, sourceId: '7269195022934920000' }])
  })
})
