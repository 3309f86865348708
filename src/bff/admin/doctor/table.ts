import type { Finding } from '../../check.ts'
import type { Report } from './index.ts'
import { grouped, summary, wordOf } from './words.ts'

/** Characters that a terminal shows two columns wide: Chinese, its punctuation and full-width forms. */
const wide = /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]/

const widthOf = (text: string): number => [...text].reduce((width, each) => width + (wide.test(each) ? 2 : 1), 0)
const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)))

/** The report as plain text, its columns aligned. */
export function toTable(report: Report): string {
  const head = (finding: Finding) => `${wordOf(finding)}  ${finding.title}`
  const column = Math.max(...report.findings.map((finding) => widthOf(head(finding))))
  const indent = ' '.repeat(2 + column + 2)
  const row = (finding: Finding) => [
    `  ${padded(head(finding), column)}  ${finding.says}`,
    ...(finding.fix === null ? [] : [`${indent}→ ${finding.fix}`]),
  ]
  const lines = grouped(report.findings).flatMap(([group, findings]) => [[group], findings.flatMap(row), ['']].flat())
  return [...lines, summary(report)].join('\n')
}
