import { expect, it } from 'vitest'
import { readLinkFile } from '../../../../src/bff/identity/link-file.ts'
import { takenFaults } from '../../../../src/bff/identity/shared-staff.ts'

const imported = [
  { userid: 'ZhangSan', source: 'youmi', sourceId: 'b08' },
  { userid: 'lisi', source: 'youmi', sourceId: 'b09' },
]
const faultsOf = async (...lines: string[]) => {
  const file = await readLinkFile(Buffer.from(['subject,wecom_id,source,source_id,note', ...lines].join('\n')))
  return takenFaults(file.lines, async (source, ids) =>
    imported.filter((row) => row.source === source && ids.includes(row.sourceId)),
  )
}

it('a staff id that somebody else has already is refused, unless it is shared', async () => {
  expect(await faultsOf('staff,zhangsan,youmi,b08,', 'staff,wangwu,youmi,b09,')).toEqual([
    'line 3: source_id belongs to somebody imported before, not marked shared: correct it, or write shared in the column note',
  ])
  expect(await faultsOf('staff,wangwu,youmi,b09,shared', 'staff,wangwu,waiqin,b09,')).toEqual([])
})

it('whom the file gives another staff id gives up the former one', async () => {
  expect(await faultsOf('staff,zhangsan,youmi,b09,', 'staff,LISI,youmi,b08,')).toEqual([])
})
