import type { GroupSop } from '#contract/group-sop'
import type { Subject } from '../../subject/subject.ts'
import { present, type Description } from '../../work/row-words.ts'

/** 1 is what addGroupCorporate sends; the vendor documents no other. */
export const modeWords = ({ mode }: GroupSop): string | null => (mode === 1 ? '手动发送' : null)

export const groupSopRow = (sop: GroupSop, subject: Subject): Description => ({
  chip: null,
  words: present([subject.kind !== 'chat' && (sop.chatName ?? '未命名的群')]),
})
