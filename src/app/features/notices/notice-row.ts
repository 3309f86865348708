import type { Notice } from '#contract/notice'
import { present, type Description } from '../../work/row-words.ts'

export const noticeRow = ({ actor, task }: Notice): Description => ({
  chip: null,
  words: present([actor?.name, task?.name]),
})
