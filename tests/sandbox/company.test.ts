import { describe, expect, test } from 'vitest'
import { rangeTest } from '../../src/sandbox/world/company/range.ts'
import { rounded, staffFile } from '../../src/sandbox/world/company/staff-file.ts'
import { createWorld } from '../../src/sandbox/world/create-world.ts'
import { membersOf } from '../../src/sandbox/world/members.ts'
import type { StaffLine } from '../../src/sandbox/world/world.ts'

const world = createWorld({ seed: 1, now: Date.parse('2026-11-20T10:00:00+08:00') })
const { company } = world
const members = membersOf(world)
const visible = members.filter(rangeTest(company))
const keyOf = ({ userid, vendor }: StaffLine) => `${userid.toLowerCase()} ${vendor}`

test('300 people work here, of whom about 200 may serve customers, and no two have a userid that differs in case only', () => {
  expect(members).toHaveLength(300)
  expect(new Set(members.map(({ userid }) => userid.toLowerCase())).size).toBe(300)
  expect(visible).toHaveLength(220)
  expect(visible.filter(({ isWithoutCustomers }) => !isWithoutCustomers)).toHaveLength(201)
})

test('everybody is in a department that there is', () => {
  const known = new Set(company.departments.map(({ id }) => id))
  expect(
    members.filter(({ departments }) => departments.length === 0 || departments.some((id) => !known.has(id))),
  ).toEqual([])
  expect(company.departments.filter(({ id, parentId }) => id !== 1 && !known.has(parentId))).toEqual([])
})

test('the same name occurs in several departments', () => {
  const twins = members.filter(({ name }) => name === '刘洋').map(({ departments }) => departments[0])
  expect(new Set(twins).size).toBeGreaterThan(1)
})

test('somebody’s userid is the 工号 of somebody else', () => {
  expect(members.find(({ userid }) => userid === 'b120')).toMatchObject({ name: '邓佳佳' })
  expect(company.lines.find(({ vendor, id }) => vendor === 'youmi' && id === 'b120')).toMatchObject({
    userid: expect.not.stringMatching('b120'),
  })
})

test('no account occurs twice at its vendor, and two codes differ in case only', () => {
  const ids = company.accounts.map(({ vendor, id }) => `${vendor} ${id}`)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.length - new Set(ids.map((id) => id.toLowerCase())).size).toBe(1)
})

test('many have no account anywhere', () => {
  const known = new Set([...company.lines, ...company.formerLines, ...company.hiddenLines].map(({ userid }) => userid))
  expect(members.filter(({ userid }) => !known.has(userid)).length).toBeGreaterThan(60)
})

describe('the table', () => {
  const before = new Map(
    [
      ...world.links.flatMap(({ subject, wecom_id, source, source_id }): StaffLine[] =>
        subject === 'staff' && source !== 'orders' && source !== 'qikeliao'
          ? [{ userid: wecom_id, vendor: source, id: source_id, note: '' }]
          : [],
      ),
      ...company.formerLines,
    ].map((line) => [keyOf(line), line.id]),
  )

  test('adds 43 ids to the former one, changes 31 and leaves 232', () => {
    const kinds = company.lines.map((line) => {
      const former = before.get(keyOf(line))
      if (former === undefined) return 'added'
      return former === line.id ? 'unchanged' : 'changed'
    })
    const count = (kind: string) => kinds.filter((each) => each === kind).length
    expect([count('added'), count('changed'), count('unchanged')]).toEqual([43, 31, 232])
  })

  test('no longer holds who left', () => {
    const now = new Set(company.lines.map(keyOf))
    expect(company.formerLines.filter((line) => !now.has(keyOf(line))).map(({ userid }) => userid)).toEqual([
      'ranqiming',
      'jiangping',
      'tangkai',
      'dengguoqing',
    ])
  })

  test('says of the one id that two people have that it is meant', () => {
    const ids = company.lines.map(({ vendor, id }) => `${vendor} ${id}`)
    const twice = company.lines.filter(({ vendor, id }) => ids.filter((each) => each === `${vendor} ${id}`).length > 1)
    expect(twice).toMatchObject([
      { userid: 'qinyulan', note: 'shared' },
      { userid: 'muxuemei', note: 'shared' },
    ])
  })
})

describe('the file', () => {
  const faulty = staffFile(company, { isMended: false }).map((row) => row.join())
  const mended = new Set(staffFile(company, { isMended: true }).map((row) => row.join()))

  test('has 317 lines, of which sixteen are wrong in some way', () => {
    expect(faulty.slice(1)).toHaveLength(317)
    expect(faulty.filter((line) => !mended.has(line))).toHaveLength(16)
    expect(mended.size).toBe(307)
  })

  test.each([
    ['an id that their name twin has', 'staff,liuyang02,youmi,b31,'],
    ['an account that is closed', 'staff,chengang02,waiqin,5781204466310931005,'],
    ['a column too few', 'staff,xianglihua,W-0052'],
    ['nobody’s userid', 'staff,zhangsan99,youmi,b61,'],
    ['no id', 'staff,tanxiaoyong,youmi,,'],
    ['a second id', 'staff,huangjuan,youmi,b91,'],
    ['who has left', 'staff,ranqiming,youmi,b06,'],
  ])('has a line with %s, and its mended twin has not', (_what, line) => {
    expect(faulty).toContain(line)
    expect(mended).not.toContain(line)
  })

  test('has a number that Excel rounded, and an id in another case', () => {
    const spoilt = faulty.filter((line) => /\d{15}0000,/.test(line))
    expect(spoilt).toHaveLength(1)
    expect(rounded('5781204466497811234')).toBe('5781204466497810000')
    expect(faulty.filter((line) => line.includes(',B131,'))).toHaveLength(1)
  })
})
