import type { Finding, State } from '../../check.ts'
import type { Report } from './index.ts'

const stateWords: Record<State, string> = { ok: '正常', warn: '注意', fail: '故障', skipped: '跳过' }

export const wordOf = ({ state, isByHand }: Finding): string => (isByHand ? '请核对' : stateWords[state])

/** What to mend comes first: a failure may be the cause of what is below it. */
const urgency: Record<State, number> = { fail: 0, warn: 1, ok: 2, skipped: 2 }
const mostUrgent = (findings: readonly Finding[]): number => Math.min(...findings.map(({ state }) => urgency[state]))

/** The findings by group, the worst first; what is equally bad keeps its order. */
export function grouped(findings: readonly Finding[]): [string, Finding[]][] {
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) groups.set(finding.group, [...(groups.get(finding.group) ?? []), finding])
  return [...groups]
    .map(([group, own]): [string, Finding[]] => [group, own.toSorted((a, b) => urgency[a.state] - urgency[b.state])])
    .toSorted(([, a], [, b]) => mostUrgent(a) - mostUrgent(b))
}

export function summary({ counts, findings }: Report): string {
  const { ok, warn, fail, skipped } = counts
  const head = fail > 0 ? `有 ${fail} 处故障` : warn > 0 ? '可以运行，有要注意的' : '一切正常'
  const byHand = findings.filter(({ isByHand }) => isByHand).length
  const hand = byHand > 0 ? `，请核对 ${byHand}` : ''
  return `${head}：正常 ${ok}，注意 ${warn}，故障 ${fail}，跳过 ${skipped - byHand}${hand}`
}
