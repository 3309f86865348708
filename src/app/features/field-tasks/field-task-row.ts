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

export function fieldTaskRow(task: FieldTask, subject: Subject): Description {
  return {
    chip: stageChips[task.stage] ?? null,
    words: present([
      subject.kind === 'me' && task.customer.name,
      task.type?.name,
      onSite[task.onSite],
      !(subject.kind === 'me' && task.receivers.length === 1) && receiversOf(task),
    ]),
  }
}
