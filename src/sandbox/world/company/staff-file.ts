import { leavers } from './named-people.ts'
import type { Company, StaffLine } from '../world.ts'

/** The columns of the product's import. */
const header = ['subject', 'wecom_id', 'source', 'source_id', 'note']
type Row = string[]

const rowOf = ({ userid, vendor, id, note }: StaffLine): Row => ['staff', userid, vendor, id, note]

/** As Excel writes a long number: fifteen digits, and zeros. */
export const rounded = (id: string): string => id.slice(0, 15).padEnd(id.length, '0')

/** What a person gets wrong who fills such a table in by hand. */
function spoil(line: StaffLine, lines: readonly StaffLine[]): Row {
  const { userid, vendor, id } = line
  const firstLong = lines.find((each) => each.vendor === 'waiqin' && each.id.startsWith('57812044664'))
  // The 工号 of their name twin.
  if (userid === 'liuyang02' && vendor === 'youmi') return rowOf({ ...line, id: 'b31' })
  // Their former account, which is closed.
  if (userid === 'chengang02' && vendor === 'waiqin') return rowOf({ ...line, id: '5781204466310931005' })
  // One letter's case apart.
  if (vendor === 'youmi' && id === 'b131') return rowOf({ ...line, id: 'B131' })
  // A column is missing.
  if (userid === 'xianglihua' && vendor === 'youmi') return ['staff', userid, id]
  return rowOf(line === firstLong ? { ...line, id: rounded(id) } : line)
}

/** Lines that ought not to be there: nobody's userid, no id, a second id, people who have left, people whom the app may not see. */
function extraRows({ hiddenLines }: Company): Row[] {
  const gone = leavers.flatMap(({ userid, accounts }) =>
    accounts.slice(0, 1).map(({ vendor, id }) => rowOf({ userid, vendor, id, note: '' })),
  )
  const mistyped = [
    ['zhangsan99', 'b61'],
    ['lisi.old', 'b62'],
    ['tanxiaoyong', ''],
    ['huangjuan', 'b91'],
  ].map(([userid = '', id = '']) => rowOf({ userid, vendor: 'youmi', id, note: '' }))
  return [...mistyped, ...gone.slice(0, 2), ...hiddenLines.map(rowOf)]
}

/** The table that an administrator imports, header first: with what is wrong in it, or mended. */
export function staffFile(company: Company, { isMended }: { isMended: boolean }): Row[] {
  const { lines } = company
  if (isMended) return [header, ...lines.map(rowOf)]
  const rows = lines.map((line) => spoil(line, lines))
  const extra = extraRows(company)
  // Here and there, as they were typed in.
  extra.forEach((row, at) => rows.splice(40 + at * 29, 0, row))
  return [header, ...rows]
}
