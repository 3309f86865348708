import type { CountDropped } from '../../metrics/index.ts'
import type { LeftOutRow } from '../../store/store.ts'
import type { NoteUnread } from '../../wire/read-wire.ts'
import { readPageInTurns, type SourceLog } from '../read-page.ts'
import { WireListedOrder, type WireOrder } from './wire.ts'
import { WireOwner } from './wire-answers.ts'

interface Deps {
  log: SourceLog
  note?: NoteUnread | undefined
  dropped?: CountDropped | undefined
}

/** The rows of one customer, and what was sent beside them. */
interface Rows {
  own: WireOrder[]
  unread: LeftOutRow[]
  /** For the doctor. */
  strangers: LeftOutRow[]
}

/** An order of another customer, as the doctor is told of it. */
export const strangerRow = ({ id }: { id: string | null }): LeftOutRow => ({
  id,
  field: 'customerId',
  subject: null,
  staffIds: [],
})

/** Reads the orders of one customer. One that names another is a stranger's, readable or not, and is dropped. */
export function createRowsOf({ log, note, dropped }: Deps) {
  const page = { source: 'orders', operation: 'orders.list', note, log, Owner: WireOwner } as const

  return async (customerId: string, rows: readonly unknown[]): Promise<Rows> => {
    const read = await readPageInTurns(WireListedOrder, rows, page)
    const isStranger = (subject: string | null) => subject !== null && subject !== customerId
    const strangers = [
      ...read.rows.filter((row) => isStranger(row.customerId)),
      ...read.leftOut.filter(({ subject }) => isStranger(subject)),
    ].map(strangerRow)
    strangers.forEach(() => dropped?.('stranger'))
    return {
      own: read.rows.filter((row) => !isStranger(row.customerId)),
      unread: read.leftOut.filter(({ subject }) => !isStranger(subject)),
      strangers,
    }
  }
}
