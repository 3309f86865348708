import type { StaffCell, Suggestion, SuggestionReason } from '#contract/admin-people'
import { sinceLabel } from '../../ui/china-time.ts'

export const howWords = { rule: '规则', import: '导入', hand: '手工' } as const

export const reasonWords: Record<SuggestionReason, string> = {
  same_userid: 'userid 相同',
  same_phone: '手机号一致',
  same_mail: '邮箱一致',
  same_name_and_department: '姓名与部门一致',
  same_name: '姓名一致',
}

/** What a suggestion could have been proven by. */
const means: readonly { name: string; by: readonly SuggestionReason[] }[] = [
  { name: 'userid', by: ['same_userid'] },
  { name: '姓名', by: ['same_name', 'same_name_and_department'] },
  { name: '部门', by: ['same_name_and_department'] },
]

/** What does not speak for it: it differs, or one side has none. */
export const unprovenBy = ({ reasons }: Suggestion): string =>
  means
    .filter(({ by }) => !by.some((reason) => reasons.includes(reason)))
    .map(({ name }) => name)
    .join('、')

/** That phone and mail were not compared, because WeCom gives neither; empty where one of them is a reason. */
export const uncomparedBy = ({ reasons }: Suggestion): string =>
  reasons.includes('same_phone') || reasons.includes('same_mail') ? '' : '没有比过手机号和邮箱（企业微信不给）'

/** How it came to be theirs: `手工，王芳 昨天 10:10` */
export function howLine({ how, since, byName }: StaffCell, now: number): string {
  const who = [byName, sinceLabel(since, now)].filter(Boolean).join(' ')
  return [how && howWords[how], how === 'hand' ? who : ''].filter(Boolean).join('，')
}

interface CellWords {
  id: string
  below: string
  tone: 'plain' | 'hint' | 'warn' | 'none'
}

/** What a cell of the table says. A question mark tells a suggestion from an id. */
export function cellWords(cell: StaffCell, now: number): CellWords {
  const { state, sourceId, says, suggestions } = cell
  const [first] = suggestions
  const [reason] = first?.reasons ?? []
  if (state === 'suggested' && first)
    return { id: `${first.sourceId}？`, below: reason ? reasonWords[reason] : '', tone: 'hint' }
  if (state === 'ambiguous') {
    const ids = suggestions.map((each) => each.sourceId).join('、')
    const several = suggestions.length > 1 ? `${suggestions.length} 个都像` : `${ids || '没有'}？`
    const isSeveral = sourceId === null && suggestions.length > 1
    return { id: sourceId ?? several, below: isSeveral ? ids : (says ?? ids), tone: 'warn' }
  }
  if (state === 'disabled') return { id: sourceId ?? '已停用', below: says ?? '对方已停用', tone: 'warn' }
  if (state === 'linked')
    return { id: sourceId ?? '', below: says ?? howLine(cell, now), tone: says ? 'warn' : 'plain' }
  return { id: '没有', below: '', tone: 'none' }
}

const urgency: readonly StaffCell['state'][] = ['suggested', 'ambiguous', 'disabled', 'missing']

/** Cells that are not linked, those first that a single tap can settle. */
export const toSettle = (cells: readonly StaffCell[]): StaffCell[] =>
  cells.filter(({ state }) => state !== 'linked').sort((a, b) => urgency.indexOf(a.state) - urgency.indexOf(b.state))

/** What taking this id on does to the board. */
export function openTasksWords(openTasks: number | null): string {
  if (openTasks === null) return '认了以后，板上会多出这个号的事，多少条现在数不出来。'
  return openTasks === 0 ? '这个号手上没有事，认了以后板上暂时不变。' : `认了以后，板上会多出 ${openTasks} 条。`
}
