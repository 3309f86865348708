import type { StaffSourceId } from '#contract/admin'
import { SourceKey } from '#contract/id'
import { z } from 'zod'
import { skewMs } from '../../age.ts'
import { UpstreamError } from '../../errors.ts'
import type { MirrorContext, MirrorPass } from '../../mirror/mirror.ts'
import type { SourcePeople } from '../../sources/source.ts'
import type { VendorPersonRow } from '../../store/people-stores.ts'
import type { Store } from '../../store/store.ts'

/** How the last reading went, beside the times that every mirror has. */
export const Reading = z.object({
  /** How many people were told. */
  people: z.int(),
  /** How many of them a vendor's own list told. */
  listed: z.int().nullish(),
  /** There are more than are read. */
  isCut: z.boolean(),
  /** Why the list was not told; null where it was. */
  reason: z.string().nullable(),
  /** May serve customers but are not visible to the app. */
  outside: z.int(),
  /** Operations that were not answered. */
  refused: z.array(z.string()),
  /** How many are not told any more: too many to be believed before a reading after this one agrees. */
  held: z.object({ people: z.int(), since: z.number() }).nullish(),
})
export type Reading = z.infer<typeof Reading>

export type PeopleKept = Pick<Store, 'people'>

export const maxPeople = 50_000
const pageSize = 1000

/** The vendor has answered, and will not answer otherwise by being asked again. */
const isFinal = (error: unknown): error is UpstreamError =>
  error instanceof UpstreamError && ['refused', 'not_found', 'unreadable'].includes(error.reason)

/** Who was not seen since the pass began. */
export const unseenIn = ({ startedAt, clock }: MirrorContext) => ({
  before: startedAt,
  after: Math.max(startedAt, clock()) + skewMs,
})

export const pages = <Row>(rows: readonly Row[]): Row[][] =>
  Array.from({ length: Math.ceil(rows.length / pageSize) }, (_, index) =>
    rows.slice(index * pageSize, (index + 1) * pageSize),
  )

/**
 * Reads the people of a vendor: first those whom its rows name, then those whom it lists. A list that is refused, or is
 * none, leaves what is known, until the next day.
 */
export function createVendorPass(source: StaffSourceId, listing: SourcePeople, { people }: PeopleKept): MirrorPass {
  return async (context) => {
    let seen = 0
    /** An id that no link can hold is nobody's. */
    const keep = (told: VendorPersonRow[], write: 'nameVendor' | 'putVendor') => {
      const rows = told.filter(({ id }) => SourceKey.safeParse(id).success)
      seen += rows.length
      const page = { rows: rows.length, checkpoint: null, window: null }
      return context.keep(page, (state) => people[write](source, rows, state))
    }

    async function list(): Promise<string | null> {
      try {
        for await (const rows of listing.listed(context.signal)) {
          await keep(rows, 'putVendor')
          if (seen > maxPeople) return null
        }
        return null
      } catch (error) {
        if (!isFinal(error)) throw error
        return error.reason
      }
    }

    for (const rows of pages(await listing.named())) await keep(rows, 'nameVendor')
    const named = seen
    seen = 0
    const reason = await list()
    const isCut = seen > maxPeople
    if (reason === null && seen > 0 && !isCut) await people.sweepVendor(source, unseenIn(context), context.holder)
    return { people: Math.max(seen, named), listed: seen, isCut, reason, outside: 0, refused: [] } satisfies Reading
  }
}
