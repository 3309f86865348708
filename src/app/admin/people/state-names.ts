import type { PersonState } from '#contract/admin-people'

/** The filters of the people, in the order in which they are worked off. */
export const stateNames: readonly { key: PersonState | 'all'; name: string }[] = [
  { key: 'all', name: '全部' },
  { key: 'missing', name: '没有' },
  { key: 'suggested', name: '有建议' },
  { key: 'ambiguous', name: '要核对' },
  { key: 'disabled', name: '停用' },
  { key: 'left', name: '离职' },
]

export const isStateName = (text: string | null): text is PersonState | 'all' =>
  stateNames.some(({ key }) => key === text)
