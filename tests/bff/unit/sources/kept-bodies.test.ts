import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readKept } from '../../../../src/bff/mirror/mapper.ts'
import { groupMapper } from '../../../../src/bff/sources/tanma/map.ts'
import { readGroups } from '../../../../src/bff/sources/tanma/read-groups.ts'
import { waiqinMappers } from '../../../../src/bff/sources/waiqin/mirrors.ts'
import { WireCustomer, WireTask, WireType } from '../../../../src/bff/sources/waiqin/wire.ts'
import { momentMapper } from '../../../../src/bff/sources/yunzhong/moments/map-moment.ts'
import { WireJob } from '../../../../src/bff/sources/yunzhong/wire.ts'
import { readFixture } from '../../../support/read-fixture.ts'

/**
 * By mirror and version: what that version of the mapper kept of the sample below. Add new versions; never change one.
 */
const Kept = z.record(z.string(), z.record(z.string(), z.unknown()))
const kept = Kept.parse(readFixture('kept-bodies'))

const firstOf = (rows: unknown): unknown => z.array(z.unknown()).parse(rows)[0]
const Groups = z.object({ data: z.object({ result: z.array(z.unknown()) }) })

const customer = {
  id: '7269195022934925565',
  cm_name: '晓雨便利店',
  cm_addr: '南坪西路 8 号',
  linkmans: [{ cm_linkman_name: '陈晓雨', cm_linkman_mobile: '13800001111' }],
}
const job = {
  id: 31,
  created_at: '2026-11-19 09:00:00',
  moment_total: 3,
  moment_finish_count: 1,
  moment_wait_count: 2,
  content: {
    text: { content: '上新了\n快来看看' },
    attachments: [{ msgtype: 'image', image: { media_id: 'm1' } }],
    visible_range: {
      sender_list: { user_list: ['mengxiangyu'], department_list: [2] },
      external_contact_list: { tag_list: ['t1'] },
    },
  },
}

const { tasks, types, customers } = waiqinMappers
const [task, type] = [readFixture('waiqin.query-task.data'), readFixture('waiqin.query-task-type.data')].map(firstOf)
const group = firstOf(Groups.parse(readFixture('tanmarket.get-group-list.response')).data.result)
const log = { info: () => undefined, warn: () => undefined }
const groupRows = () =>
  readGroups([group], { source: 'tanma', operation: 'getGroupList', log }).groups.map((read) =>
    groupMapper.toRow(read, 0),
  )

const mirrors = [
  ['waiqin-tasks', tasks, () => tasks.toRow(WireTask.parse(task))],
  ['waiqin-types', types, () => types.toRow(WireType.parse(type))],
  ['waiqin-customers', customers, () => customers.toRow(WireCustomer.parse(customer))],
  ['tanma-groups', groupMapper, () => ({ body: groupRows()[0]?.body })],
  ['yunzhong-moments', momentMapper, () => momentMapper.toRow(WireJob.parse(job), '新品', [])],
] as const

describe.each(mirrors)('a body that %s keeps', (name, { version, body }, toRow) => {
  it('is that of its version: whoever changes it raises the version, and adds the new one to the fixture', () => {
    expect(JSON.parse(JSON.stringify(toRow().body))).toEqual(kept[name]?.[version])
  })

  it('is read, whichever version kept it', () => {
    const bodies = Object.values(kept[name] ?? {})
    expect(bodies).toHaveLength(version)
    for (const each of bodies) expect(() => readKept<unknown>(body, each)).not.toThrow()
  })
})
