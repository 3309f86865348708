import type { FieldTask } from '#contract/field-task'
import type { GroupSop } from '#contract/group-sop'
import type { Moment } from '#contract/moment'
import type { Push } from '#contract/push'
import type { Todo } from '#contract/todo'
import type { WorkItem } from '#contract/work'
import type { Subject } from '../subject/subject.ts'

export interface Chip {
  text: string
  tone: 'danger' | 'warn' | 'plain'
}

export interface Description {
  chip: Chip | null
  /** After the source's word, most useful first. */
  words: string[]
}

export const completedBy: Record<Todo['completedBy'], string> = {
  manual: '手动完成',
  contact: '联系客户后自动完成',
  like_moment: '点赞朋友圈后自动完成',
  comment_moment: '评论朋友圈后自动完成',
  unknown: '完成方式未知',
}

export const onSite: Record<FieldTask['onSite'], string> = {
  on_site: '需现场',
  off_site: '非现场',
  any: '不限现场',
  unknown: '现场要求未知',
}

/** 1 is what addGroupCorporate sends; the vendor documents no other. */
export const modeWords = ({ mode }: GroupSop): string | null => (mode === 1 ? '手动发送' : null)

const present = (words: (string | null | undefined | false)[]): string[] =>
  words.filter((word): word is string => Boolean(word))

const levelTone = (name: string): Chip['tone'] => {
  if (/紧急|高/.test(name) && !/不|非/.test(name)) return 'danger'
  return /重要|中/.test(name) ? 'warn' : 'plain'
}

function todo({ level, completedBy: by, contact }: Todo, subject: Subject): Description {
  return {
    chip: level ? { text: level.name, tone: levelTone(level.name) } : null,
    words: present([subject.kind === 'me' && contact?.name, by !== 'manual' && by !== 'unknown' && completedBy[by]]),
  }
}

/** Stages that say more than the section in which the row stands. */
const stageChips: Partial<Record<FieldTask['stage'], Chip>> = {
  rework: { text: '需重新反馈', tone: 'warn' },
  submitted: { text: '待验收', tone: 'plain' },
}

function fieldTask(task: FieldTask, subject: Subject): Description {
  const people = task.receivers.map(({ name }) => name).join('、')
  return {
    chip: stageChips[task.stage] ?? null,
    words: present([
      subject.kind === 'me' && task.customer.name,
      task.type?.name,
      task.onSite !== 'unknown' && onSite[task.onSite],
      !(subject.kind === 'me' && task.receivers.length === 1) && people,
    ]),
  }
}

function groupSop(sop: GroupSop, subject: Subject): Description {
  return {
    chip: null,
    // The raw numbers that the vendor explains nowhere stand in the sheet.
    words: present([subject.kind !== 'chat' && (sop.chatName ?? '未命名的群'), modeWords(sop)]),
  }
}

const push = ({ placed, pieces, dueAt, dateText }: Push): Description => ({
  chip: null,
  words: present([pieces > 0 && `已放入 ${placed}/${pieces}`, dueAt === null && dateText]),
})

const isVisible: Chip = { text: '该客户可见', tone: 'plain' }

function moment({ isVisibleToContact, status, taskName }: Moment): Description {
  return {
    chip: isVisibleToContact ? isVisible : null,
    words: present([status === 'done' ? '已完成' : '未完成', taskName]),
  }
}

/** What stands below a row's title. What is already said by the open customer or group is left out. */
export function describe(item: WorkItem, subject: Subject): Description {
  if (item.kind === 'todo') return todo(item, subject)
  if (item.kind === 'field_task') return fieldTask(item, subject)
  if (item.kind === 'group_sop') return groupSop(item, subject)
  if (item.kind === 'push') return push(item)
  if (item.kind === 'moment') return moment(item)
  return { chip: null, words: present([item.actor?.name, item.task?.name]) }
}
