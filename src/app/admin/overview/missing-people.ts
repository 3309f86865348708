import type { StaffSourceId } from '#contract/admin-id'
import type { AdminFinding, Coverage } from '#contract/admin-status'
import { nameOfSource } from '../source-names.ts'

const lacks = (source: StaffSourceId, name: string): string =>
  source === 'qikeliao' ? '他们从企客聊打不开侧边台。' : `他们看不到自己在${name}里的事。`

/** How many people have no id in a system, as a finding; none where everybody has one. */
export function toFinding({ source, missing }: Coverage): { source: StaffSourceId; finding: AdminFinding }[] {
  if (missing === 0) return []
  const name = nameOfSource(source)
  const says = `${lacks(source, name)}没有找到像的人：在人员里逐个写，或用导入。`
  const title = `${missing} 人没有${name}的号`
  return [{ source, finding: { id: `missing-${source}`, group: name, title, state: 'warn', says, fix: null } }]
}
