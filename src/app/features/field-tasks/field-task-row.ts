import type { FieldTask } from '#contract/field-task'
import type { Subject } from '../../subject/subject.ts'
import { receiversOf } from './receivers.ts'
import { present, type Chip, type Description } from '../../work/row-words.ts'

const onSite: Record<FieldTask['onSite'], string | null> = {
  on_site: '需现场',
  off_site: '非现场',
  any: '不限现场',
  unknown: null,
}

/** Stages that add something to the row's section. */
const stageChips: Partial<Record<FieldTask['stage'], Chip>> = {
  rework: { text: '需重新反馈', tone: 'warn' },
  submitted: { text: '待验收', tone: 'plain' },
}

/** The colleagues who share it; nobody where it is the user's alone. */
function othersOf(task: FieldTask, me: string | undefined): string | false {
  const receivers = task.receivers.filter(({ name }) => !(task.mine && name === me))
  const isMineAlone = task.mine && task.receivers.length === 1
  return !isMineAlone && receiversOf({ ...task, receivers })
}

export function fieldTaskRow(task: FieldTask, subject: Subject, me?: string): Description {
  return {
    chip: stageChips[task.stage] ?? null,
    words: present([
      // The name by which the client's own list of chats calls the customer, where it is known.
      subject.kind === 'me' && (task.contact?.name ?? task.customer.name),
      task.type?.name,
      onSite[task.onSite],
      othersOf(task, me),
    ]),
  }
}
