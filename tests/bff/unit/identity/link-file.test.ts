import { describe, expect, it } from 'vitest'
import type { LinkFile } from '../../../../src/bff/identity/link-file.ts'
import { readLinkFile } from '../../../../src/bff/identity/link-file.ts'

const header = 'subject,wecom_id,source,source_id'
const read = (...lines: string[]) => readLinkFile([header, ...lines].join('\n'))
const readNoted = (...lines: string[]) => readLinkFile([`${header},note`, ...lines].join('\n'))
const rowsOf = ({ lines, faults }: LinkFile) => ({ rows: lines.map(({ row }) => row), faults })

const staff = { subject: 'staff', wecomId: 'zhangsan', source: 'youmi', sourceId: 'b08' }
const contact = { subject: 'contact', wecomId: 'wmAAA_1', source: 'waiqin', sourceId: '7269195022934925565' }

describe('a file of links', () => {
  it('gives staff and contact rows, with ids as text', () => {
    const { rows, faults } = rowsOf(read('staff,zhangsan,youmi,b08', 'contact,wmAAA_1,waiqin,7269195022934925565'))
    expect(faults).toEqual([])
    expect(rows).toEqual([staff, contact])
  })

  it('may begin with a BOM, end lines with CRLF, quote cells and hold empty lines', () => {
    const text = `\uFEFF${header}\r\n"staff","zhangsan",youmi,"b08"\r\n\r\ncontact , wmAAA_1,waiqin,7269195022934925565\r\n`
    expect(rowsOf(readLinkFile(text))).toEqual({ rows: [staff, contact], faults: [] })
  })

  it('may hold no row at all', () => {
    expect(read()).toEqual({ lines: [], faults: [] })
  })

  it('gives nothing but faults, one for every bad line, without repeating a value', () => {
    const { lines, faults } = read(
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
      'line 4: source must be youmi or waiqin or tanma',
      'line 5: source must be youmi or waiqin; source_id must be 1 to 64 letters, digits or . @ _ -',
      'line 6: wecom_id must be an external_userid (wm… or wo…)',
      'line 7: has 3 fields, not 4',
      'line 8: wecom_id must be a WeCom userid; source_id must be 1 to 64 letters, digits or . @ _ -',
    ])
  })

  it('may not say two things about one person, nor one thing twice', () => {
    const { faults } = read(
      'staff,zhangsan,youmi,b08',
      'staff,zhangsan,youmi,b09',
      'contact,wm1,youmi,f1',
      'contact,wm1,youmi,f2',
      'contact,wm1,youmi,f1',
      'staff,zhangsan,waiqin,b08',
    )
    expect(faults).toEqual(['line 3: repeats or contradicts line 2', 'line 6: repeats or contradicts line 4'])
  })

  it('takes two spellings of a userid for one person', () => {
    expect(read('staff,ZhangSan,youmi,b08', 'staff,zhangsan,youmi,b09').faults).toEqual([
      'line 3: repeats or contradicts line 2',
    ])
  })

  it('gives one staff id to two people only where each line says that it is shared', () => {
    const twice = ['staff,zhangsan,youmi,b08', 'staff,lisi,youmi,b08', 'staff,wangwu,waiqin,b08'] as const
    const taken = (line: number) => `source_id is also on line ${line}, not marked shared`
    expect(read(...twice).faults).toEqual([`line 2: ${taken(3)}`, `line 3: ${taken(2)}`])
    const half = readNoted('staff,zhangsan,youmi,b08,shared', 'staff,lisi,youmi,b08,')
    expect(half.faults).toEqual([`line 3: ${taken(2)}`])
    const meant = readNoted('staff,zhangsan,youmi,b08,shared', 'staff,lisi,youmi,b08,shared')
    expect(meant.lines.map(({ isShared }) => isShared)).toEqual([true, true])
    expect(readNoted('staff,zhangsan,youmi,b08,twins').faults).toEqual(['line 2: note must be empty or shared'])
    expect(readNoted('staff,zhangsan,youmi,b08').faults).toEqual(['line 2: has 4 fields, not 5'])
  })

  it('lets several contacts be one customer', () => {
    expect(read('contact,wm1,youmi,f1', 'contact,wm2,youmi,f1').faults).toEqual([])
  })

  it('needs the header, exactly', () => {
    const faults = [`line 1: the header must be ${header}, and may end with ,note`]
    expect(readLinkFile('')).toEqual({ lines: [], faults })
    expect(readLinkFile('staff,zhangsan,youmi,b08')).toEqual({ lines: [], faults })
    expect(readLinkFile('wecom_id,subject,source,source_id')).toEqual({ lines: [], faults })
  })

  it('is refused when its quotes do not close', () => {
    expect(read('staff,zhangsan,youmi,"b08').faults).toEqual(['line 2: cannot be read as CSV'])
  })
})
