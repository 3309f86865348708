import type { Push } from '#contract/push'
import { present, type Description } from '../../work/row-words.ts'

export const pushRow = ({ placed, pieces, dueAt, dateText }: Push): Description => ({
  chip: null,
  words: present([
    pieces > 0 && (placed > 0 ? `已放入 ${placed}/${pieces}` : `${pieces} 条待放入`),
    dueAt === null && dateText,
  ]),
})
