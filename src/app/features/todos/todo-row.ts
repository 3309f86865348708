import type { Todo } from '#contract/todo'
import type { Subject } from '../../subject/subject.ts'
import { present, type Chip, type Description } from '../../work/row-words.ts'

/** What completes it by itself. */
export const completedBy: Partial<Record<Todo['completedBy'], string>> = {
  contact: '联系客户后自动完成',
  like_moment: '点赞朋友圈后自动完成',
  comment_moment: '评论朋友圈后自动完成',
}

const levelTone = (name: string): Chip['tone'] => {
  if (/紧急|高/.test(name) && !/不|非/.test(name)) return 'danger'
  return /重要|中/.test(name) ? 'warn' : 'plain'
}

export function todoRow({ level, completedBy: by, contact }: Todo, subject: Subject): Description {
  return {
    chip: level ? { text: level.name, tone: levelTone(level.name) } : null,
    words: present([subject.kind === 'me' && contact?.name, completedBy[by]]),
  }
}
