import { crc32 } from 'node:zlib'
import fastify from 'fastify'
import { expect, test } from 'vitest'
import { registerStaffTable } from '../../src/sandbox/front/staff-table.ts'
import { createWorld } from '../../src/sandbox/world/create-world.ts'

const world = createWorld({ now: Date.parse('2026-11-20T10:00:00+08:00') })
const app = fastify()
registerStaffTable(app, () => world)

const get = (query = '') => app.inject({ url: `/sandbox/control/staff-table${query}` })

/** The files of a ZIP that is not compressed, by their heads. */
function filesOf(bytes: Buffer): Map<string, string> {
  const files = new Map<string, string>()
  for (let at = 0; bytes.readUInt32LE(at) === 0x04034b50;) {
    const [sum, size, nameSize] = [
      bytes.readUInt32LE(at + 14),
      bytes.readUInt32LE(at + 22),
      bytes.readUInt16LE(at + 26),
    ]
    const start = at + 30 + nameSize
    const data = bytes.subarray(start, start + size)
    expect(crc32(data)).toBe(sum)
    files.set(bytes.subarray(at + 30, start).toString(), data.toString())
    at = start + size
  }
  return files
}

test('comes as Excel saves CSV, under its name', async () => {
  const { headers, body } = await get()
  expect(headers['content-disposition']).toBe(`attachment; filename*=UTF-8''${encodeURIComponent('工号.csv')}`)
  expect(body.startsWith('\uFEFFsubject,wecom_id,source,source_id,note\r\nstaff,mengxiangyu,youmi,b08,\r\n')).toBe(true)
  expect(body.trimEnd().split('\r\n')).toHaveLength(318)
})

test('comes mended, with fewer lines and none too short', async () => {
  const lines = (await get('?mended=1')).body.trimEnd().split('\r\n')
  expect(lines).toHaveLength(307)
  expect(lines.filter((line) => line.split(',').length !== 5)).toEqual([])
})

test('comes as a workbook of one sheet, where Excel has made a number of an id', async () => {
  const files = filesOf((await get('?format=xlsx')).rawPayload)
  expect([...files.keys()]).toContain('xl/workbook.xml')
  const sheet = files.get('xl/worksheets/sheet1.xml') ?? ''
  expect(sheet.match(/<row /g)).toHaveLength(318)
  expect(sheet).toContain('<c r="D2" t="inlineStr"><is><t>b08</t></is></c>')
  expect(sheet.match(/<v>[^<]*<\/v>/g)).toEqual([expect.stringMatching(/^<v>5\.78120446\d{1,6}e\+18<\/v>$/)])
})
