import type { Finding, State } from '../../check.ts'
import type { Report } from './index.ts'

export const stateWords: Record<State, string> = { ok: '正常', warn: '注意', fail: '故障', skipped: '跳过' }

/** The findings by group, in the order in which the groups first occur. */
export function grouped(findings: readonly Finding[]): [string, Finding[]][] {
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) groups.set(finding.group, [...(groups.get(finding.group) ?? []), finding])
  return [...groups]
}

export function summary({ counts }: Report): string {
  const { ok, warn, fail, skipped } = counts
  const head = fail > 0 ? `有 ${fail} 处故障` : warn > 0 ? '可以运行，有要注意的' : '一切正常'
  return `${head}：正常 ${ok}，注意 ${warn}，故障 ${fail}，跳过 ${skipped}`
}
