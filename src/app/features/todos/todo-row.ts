import type { Todo } from '#contract/todo'
import type { Subject } from '../../subject/subject.ts'
import { present, type Description } from '../../work/row-words.ts'

/** What completes it by itself. */
export const completedBy: Partial<Record<Todo['completedBy'], string>> = {
  contact: '联系客户后自动完成',
  like_moment: '点赞朋友圈后自动完成',
  comment_moment: '评论朋友圈后自动完成',
}

/** Whom it is about, as the user's own list of chats calls them. Without a link only the account that knows them has a name. */
function whose({ contact, friendId, account }: Todo): string | null {
  if (contact) return contact.name
  if (friendId === '') return null
  return ['客户未关联', account.nick ?? account.number].filter(Boolean).join('：')
}

export function todoRow(todo: Todo, subject: Subject): Description {
  return {
    chip: todo.level && { text: todo.level.name, tone: 'plain' },
    words: present([subject.kind === 'me' && whose(todo), completedBy[todo.completedBy]]),
  }
}
