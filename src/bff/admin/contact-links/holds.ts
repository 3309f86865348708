import type { LinkedSourceId } from '#contract/source'
import type { Clock } from '../../clock.ts'
import { createTurns } from '../../concurrency/turns.ts'
import { isImported, useridOfMaker } from '../../identity/link-maker.ts'
import type { StaffCustomer } from '../../store/mirror-stores.ts'
import type { ContactLinkRecord, Store } from '../../store/store.ts'
import { useridKey } from '../../userid.ts'
import type { Snapshot } from '../people/snapshot.ts'

export interface HoldsDeps {
  store: Pick<Store, 'fieldCustomers' | 'fieldTasks'>
  /** A phone alone makes a candidate. */
  linkByPhone: boolean
  clock: Clock
}

/** Whether its maker could make a link today; null where only WeCom or the vendor could say. */
export type Holds = ReadonlyMap<ContactLinkRecord, boolean | null>

/** Sources in which only somebody with a staff id is offered candidates. */
type NeedsStaffId = 'youmi' | 'waiqin'
const needsStaffId = (source: LinkedSourceId): source is NeedsStaffId => source === 'youmi' || source === 'waiqin'

interface Maker {
  /** Has left, or is forgotten. */
  isGone: boolean
  ids: Record<NeedsStaffId, string | null>
}

/** Looks at each maker once, however many links they have made. */
function createMakers({ byKey: people, sides }: Snapshot): (link: ContactLinkRecord) => Maker {
  const known = new Map<string, Maker>()
  function look(link: ContactLinkRecord): Maker {
    const userid = useridOfMaker(link)
    const idIn = (source: NeedsStaffId) => (userid === null ? null : (sides.get(source)?.idOf(userid) ?? null))
    const isGone = userid === null || people.get(useridKey(userid))?.isLeft === true
    return { isGone, ids: { youmi: idIn('youmi'), waiqin: idIn('waiqin') } }
  }
  return (link) => {
    const maker = known.get(link.linkedBy) ?? look(link)
    known.set(link.linkedBy, maker)
    return maker
  }
}

const keyOf = ({ staffId, customerId }: StaffCustomer): string => `${staffId} ${customerId}`

/** What the mirrors say of links: a maker has left, nobody follows the contact, or 勤策 gives the maker no reason to see the customer. */
export function createHolds({ store, linkByPhone, clock }: HoldsDeps) {
  const { fieldCustomers, fieldTasks } = store

  /** In which of these pairs the person manages the customer of 勤策, or has tasks there. */
  async function reasonsAmong(pairs: readonly StaffCustomer[]): Promise<Set<string>> {
    const managed = new Set((await fieldCustomers.managedPairs(pairs)).map(keyOf))
    const rest = pairs.filter((pair) => !managed.has(keyOf(pair)))
    for (const pair of await fieldTasks.workedPairs(rest, clock())) managed.add(keyOf(pair))
    return managed
  }

  return async (links: readonly ContactLinkRecord[], snapshot: Snapshot): Promise<Holds> => {
    const turn = createTurns()
    const makerOf = createMakers(snapshot)
    const holds = new Map<ContactLinkRecord, boolean | null>()
    const asked = new Map<ContactLinkRecord, StaffCustomer>()

    /** Without what 勤策 knows of the customer, which is asked for all links at once. */
    function judge(link: ContactLinkRecord): boolean | null {
      const { source, sourceId: customerId } = link
      if (isImported(link)) return null
      const { isGone, ids } = makerOf(link)
      if (isGone || link.isUnfollowed) return false
      if (!needsStaffId(source)) return null
      const staffId = ids[source]
      if (staffId !== null && source === 'waiqin') asked.set(link, { staffId, customerId })
      return staffId === null ? false : null
    }

    for (const link of links) {
      holds.set(link, judge(link))
      const others = turn()
      if (others) await others
    }
    const reasons = await reasonsAmong([...asked.values()])
    for (const [link, pair] of asked) holds.set(link, reasons.has(keyOf(pair)) ? true : linkByPhone ? null : false)
    return holds
  }
}
