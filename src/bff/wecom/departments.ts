import type { z } from 'zod'
import type { WireDepartments } from './wire.ts'

/** WeCom allows 15 levels. */
const maxLevels = 15

/** Names of departments and, behind all of them, of those above: vendors may know somebody by any of them. */
export type NamesOf = (ids: readonly string[]) => string[]

/** The company itself is at the top: it is named only where somebody is in it directly. */
export function createNamesOf(departments: z.output<typeof WireDepartments>['department']): NamesOf {
  const byId = new Map(departments.map((each) => [each.id, each]))
  const isCompany = (id: string) => byId.get(id)?.parentid === '0'
  const parentsOf = (ids: readonly string[]) =>
    ids.flatMap((id) => byId.get(id)?.parentid ?? []).filter((id) => !isCompany(id))

  return (ids) => {
    const all = new Set<string>()
    let level = ids
    for (let count = 0; count < maxLevels && level.length > 0; count += 1) {
      for (const id of level) all.add(id)
      level = parentsOf(level).filter((id) => !all.has(id))
    }
    return [...new Set([...all].flatMap((id) => byId.get(id)?.name ?? []))]
  }
}
