import type { StaffSourceId } from '#contract/admin-id'
import { useridKey } from '../../userid.ts'
import type { Directory } from '../people/directory.ts'
import type { RuledId } from '../../store/mapping-store.ts'
import type { Person } from '../people/snapshot.ts'

export type KnownPerson = Pick<Person, 'userid' | 'name' | 'departments' | 'isLeft'>

/** What is known of our people and of the vendors' accounts, for changes of who is who. */
export interface Known {
  /** By the key of their userid. */
  people: ReadonlyMap<string, KnownPerson>
  /** Whether the vendor has closed the account. */
  isDisabled(source: StaffSourceId, sourceId: string): boolean
  /** The id that a declared rule gives somebody. */
  byRule(source: StaffSourceId, userid: string): string | null
  /** Whom a declared rule gives an id in this system, whether they have another or not. */
  ruled(source: StaffSourceId): readonly RuledId[]
  /** Suggested for the one reason that is a proof, and nothing else fits. */
  sameUserid(source: StaffSourceId): { userid: string; sourceId: string }[]
}

export async function readKnown(directory: Directory, how?: Parameters<Directory>[0]): Promise<Known> {
  const { snapshot, rows } = await directory(how)
  const { byKey: people, sides } = snapshot
  return {
    people,
    isDisabled: (source, sourceId) => sides.get(source)?.byId.get(sourceId)?.state === 'disabled',
    byRule(source, userid) {
      const held = sides.get(source)?.held.get(useridKey(userid))
      return held?.how === 'rule' ? held.sourceId : null
    },
    ruled: (source) =>
      Array.from(sides.get(source)?.ruled ?? [], ([userid, { sourceId }]) => ({ userid, source, sourceId })),
    sameUserid: (source) =>
      rows.flatMap(({ person: { userid }, cells }) =>
        cells
          .filter((cell) => cell.source === source && cell.state === 'suggested')
          .flatMap(({ fits: [fit, ...others] }) =>
            others.length === 0 && fit?.reasons.includes('same_userid') ? [{ userid, sourceId: fit.vendor.id }] : [],
          ),
      ),
  }
}
