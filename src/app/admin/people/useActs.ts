import { shallowRef, watch } from 'vue'
import type { StaffSourceId } from '#contract/admin-id'
import type { Preview } from '#contract/admin-mapping'
import type { AdminPerson, StaffCell } from '#contract/admin-people'
import { isUnsure } from '../api/write-failure.ts'
import type { Mapping } from '../mapping/useMapping.ts'
import { nameOfSource } from '../source-names.ts'

/** Only adds ids, without conflict or fault: it can be written without being shown. */
const isPlain = ({ conflicts, faults, counts, typed }: Preview): boolean =>
  conflicts.length === 0 && faults.length === 0 && typed === null && counts.changed === 0 && counts.removed === 0

/**
 * What can be done for one person, and for everybody with a proven id. A new id is previewed and written by one tap; a
 * preview that changes or removes an id, or has a conflict, is shown first.
 */
export function useActs(mapping: Mapping, readAgain: (userid: string | null) => Promise<void>) {
  /** Whether there is something to look at before it is written. */
  const isShown = shallowRef(false)
  let userid: string | null = null

  async function write(typed?: number): Promise<void> {
    if ((await mapping.write(typed)) !== null) void readAgain(userid)
  }

  async function take(person: AdminPerson, { source }: StaffCell, sourceId: string): Promise<void> {
    if (mapping.isBusy.value) return
    userid = person.userid
    const body = { accept: [{ userid, source, sourceId }] }
    const preview = await mapping.look({ title: `${person.name}：认作 ${sourceId}`, body })
    if (preview && isPlain(preview)) await write()
    isShown.value = mapping.isOpen.value
  }

  async function remove(person: AdminPerson, { source }: StaffCell): Promise<void> {
    if (mapping.isBusy.value) return
    userid = person.userid
    isShown.value = true
    const body = { rows: [{ userid, source, sourceId: null }] }
    await mapping.look({ title: `移除${person.name}在${nameOfSource(source)}的号`, body })
  }

  /** Only an id that is the userid itself is a proof. */
  async function takeProven(source: StaffSourceId): Promise<void> {
    if (mapping.isBusy.value) return
    userid = null
    isShown.value = true
    const body = { rule: { source, reason: 'same_userid' as const } }
    await mapping.look({ title: `${nameOfSource(source)}：认下 userid 相同的`, body })
  }

  // The rows, read again, tell whether it was written.
  watch(mapping.error, (error) => isUnsure(error) && void readAgain(userid))
  watch(mapping.isOpen, (isOpen) => isOpen || (isShown.value = false))
  return { isShown, take, remove, takeProven, write }
}
