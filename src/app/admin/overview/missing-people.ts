import type { AdminFinding, Coverage, StaffSourceId } from '#contract/admin'
import { nameOfSource } from '../source-names.ts'

/** How many people have no id in a system, as a finding; none where everybody has one. */
export function toFinding({ source, missing }: Coverage): { source: StaffSourceId; finding: AdminFinding }[] {
  if (missing === 0) return []
  const name = nameOfSource(source)
  const says = `他们看不到自己在${name}里的事。有像的人，理由都写明。`
  const title = `${missing} 人没有${name}的号`
  return [{ source, finding: { id: `missing-${source}`, group: name, title, state: 'warn', says, fix: null } }]
}
