import type { Preview } from '#contract/admin-mapping'
import { sourceWords } from '../source-names.ts'

/** Cells that Excel would take for a formula. The BFF's exports have the same rule. */
const startsFormula = /^[=+\-@\t\r]/
const guarded = (text: string): string => (startsFormula.test(text) ? `'${text}` : text)
const cell = (text: string): string => `"${guarded(text).replaceAll('"', '""')}"`

/** The lines that are not written, with why, as a CSV that Excel reads as UTF-8. */
export function faultyLines({ faults, conflicts }: Preview): string {
  const all = [...conflicts, ...faults].sort((a, b) => (a.line ?? Infinity) - (b.line ?? Infinity))
  const cells = all.map(({ line, name, userid, source, sourceId, title }) => {
    return [line, name, userid, sourceWords(source), sourceId, title]
  })
  const rows = [['行', '姓名', 'userid', '系统', '工号', '说明'], ...cells]
  return `\uFEFF${rows.map((row) => row.map((each) => cell(String(each ?? ''))).join(',')).join('\r\n')}\r\n`
}

/** Has the browser save a text as a file. */
export function saveText(name: string, text: string): void {
  const href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = Object.assign(document.createElement('a'), { href, download: name })
  link.click()
  // After the click, which only begins the saving.
  setTimeout(() => URL.revokeObjectURL(href))
}
