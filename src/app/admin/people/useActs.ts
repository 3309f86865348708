import { shallowRef, watch } from 'vue'
import type { AdminPerson, Preview, StaffCell, StaffSourceId } from '#contract/admin'
import { isUnsure } from '../api/write-failure.ts'
import type { Mapping } from '../mapping/useMapping.ts'
import { nameOfSource } from '../source-names.ts'

/** Nothing in it has to be looked at: one row that is new, for nobody else's. */
const isPlain = ({ conflicts, faults, counts, typed }: Preview): boolean =>
  conflicts.length === 0 && faults.length === 0 && typed === null && counts.changed === 0 && counts.removed === 0

/**
 * What can be done for one person, and for all whose id is proven. A new id is previewed and written by one tap; whatever
 * changes or removes one, or meets a conflict, is shown first.
 */
export function useActs(mapping: Mapping, readAgain: (userid: string) => Promise<void>) {
  /** Of the dialog; null while there is none. */
  const title = shallowRef<string | null>(null)
  let userid: string | null = null

  async function written(): Promise<void> {
    title.value = null
    if (userid) await readAgain(userid)
  }

  async function take(person: AdminPerson, { source }: StaffCell, sourceId: string): Promise<void> {
    userid = person.userid
    const preview = await mapping.look({ accept: [{ userid, source, sourceId }] })
    if (preview && isPlain(preview) && (await mapping.write()) !== null) await written()
    else if (mapping.isOpen.value) title.value = `${person.name}：认作 ${sourceId}`
  }

  async function remove(person: AdminPerson, { source }: StaffCell): Promise<void> {
    userid = person.userid
    title.value = `移除${person.name}在${nameOfSource(source)}的号`
    await mapping.look({ rows: [{ userid, source, sourceId: null }] })
  }

  /** Only an id that is the userid itself is a proof. */
  async function takeProven(source: StaffSourceId): Promise<void> {
    userid = null
    title.value = `${nameOfSource(source)}：认下 userid 相同的`
    await mapping.look({ rule: { source, reason: 'same_userid' } })
  }

  // Whether it was written is seen in the row.
  watch(mapping.error, (error) => isUnsure(error) && userid !== null && void readAgain(userid))
  watch(mapping.isOpen, (isOpen) => isOpen || (title.value = null))
  return { title, take, remove, takeProven, written }
}
