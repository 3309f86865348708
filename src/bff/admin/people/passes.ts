import type { StaffSourceId } from '#contract/admin-id'
import { SourceKey } from '#contract/id'
import { UpstreamError } from '../../errors.ts'
import type { MirrorPass } from '../../mirror/mirror.ts'
import type { SourcePeople } from '../../sources/source.ts'
import type { VendorPersonRow } from '../../store/people-stores.ts'
import type { Store } from '../../store/store.ts'
import { heldBefore, lossOf, removeLost } from './losses.ts'
import type { Reading } from './reading.ts'

export type PeopleKept = Pick<Store, 'people'>

export const maxPeople = 50_000
const pageSize = 1000

/** The vendor has answered, and will not answer otherwise by being asked again. */
const isFinal = (error: unknown): error is UpstreamError =>
  error instanceof UpstreamError && ['refused', 'not_found', 'unreadable'].includes(error.reason)

/** The vendor's answer, or how it has refused one for good. */
const orRefusal = <T>(asking: Promise<T>): Promise<T | UpstreamError> =>
  asking.catch((error: unknown) => {
    if (!isFinal(error)) throw error
    return error
  })

export const pages = <Row>(rows: readonly Row[]): Row[][] =>
  Array.from({ length: Math.ceil(rows.length / pageSize) }, (_, index) =>
    rows.slice(index * pageSize, (index + 1) * pageSize),
  )

/**
 * Reads the people of a vendor: first those whom its rows name, then those whom it lists. Either that is refused, or is
 * unreadable, leaves what is known, until the next day.
 */
export function createVendorPass(source: StaffSourceId, listing: SourcePeople, { people }: PeopleKept): MirrorPass {
  const knownIds = async () => (await people.vendor()).flatMap((one) => (one.source === source ? [one.id] : []))

  return async (context) => {
    const { checkpoint, signal, holder } = context
    const before = await knownIds()
    const told = new Set<string>()
    let listed = 0

    /** An id that no link can hold is nobody's. */
    async function keep(all: VendorPersonRow[], write: 'nameVendor' | 'putVendor'): Promise<number> {
      const rows = all.filter(({ id }) => SourceKey.safeParse(id).success)
      for (const { id } of rows) told.add(id)
      const page = { rows: rows.length, checkpoint, window: null }
      await context.keep(page, (state) => people[write](source, rows, state))
      return rows.length
    }

    async function list(): Promise<void> {
      for await (const rows of listing.listed(signal)) {
        listed += await keep(rows, 'putVendor')
        if (listed > maxPeople) return
      }
    }

    const named = await orRefusal(listing.named(signal))
    if (Array.isArray(named)) for (const rows of pages(named)) await keep(rows, 'nameVendor')
    const failure = await orRefusal(list())
    const isCut = listed > maxPeople
    const isWhole = Array.isArray(named) && !failure && listed > 0 && !isCut
    const held = isWhole
      ? await removeLost(context, lossOf(before, told), (unseen) => people.sweepVendor(source, unseen, holder))
      : heldBefore(context)
    const refused = Array.isArray(named) ? [] : [named.operation]
    return {
      people: told.size,
      listed,
      isCut,
      reason: failure?.reason ?? null,
      outside: 0,
      refused,
      held,
    } satisfies Reading
  }
}
