import type { Moment } from '#contract/moment'
import { present, type Chip, type Description } from '../../work/row-words.ts'

const isVisible: Chip = { text: '这位客户可见', tone: 'plain' }

export const momentRow = ({ isVisibleToContact, status, taskName }: Moment): Description => ({
  chip: isVisibleToContact ? isVisible : null,
  words: present([status === 'done' ? '已发' : '我还没发', taskName]),
})
