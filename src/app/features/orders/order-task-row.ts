import type { OrderTask } from '#contract/order'
import type { Subject } from '../../subject/subject.ts'
import { present, type Description } from '../../work/row-words.ts'

/** On the user's own board: as their list of chats calls the customer, else as the order system does. */
const whose = ({ contact, customerName }: OrderTask): string =>
  contact?.name ?? ['客户未关联', customerName].filter(Boolean).join('：')

/** The text below is number, amount and the company's own word for the status. */
export const orderTaskRow = (task: OrderTask, subject: Subject): Description => ({
  chip: null,
  words: present([subject.kind === 'me' && whose(task), task.detail]),
})
