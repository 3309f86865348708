import type { StaffSourceId } from '#contract/admin'
import type { Store } from '../../store/store.ts'
import { useridKey } from '../../userid.ts'

/** Somebody of ours, as last read. */
export interface KnownPerson {
  /** In WeCom's spelling. */
  userid: string
  name: string
  departments: readonly string[]
  isLeft: boolean
}

/** What is known of our people and of the vendors' accounts, for changes of who is who. */
export interface Directory {
  /** By the key of their userid. */
  people(): Promise<ReadonlyMap<string, KnownPerson>>
  /** By system: ids that the vendor has closed. */
  disabled(): Promise<ReadonlyMap<StaffSourceId, ReadonlySet<string>>>
  /** Accounts of a vendor that bear somebody's userid: of one person here, and one account there. */
  sameUserid(source: StaffSourceId): Promise<{ userid: string; sourceId: string }[]>
}

/** What was read of WeCom and the vendors, and who has left meanwhile. */
export function createDirectory({ people }: Pick<Store, 'people'>): Directory {
  async function known(): Promise<Map<string, KnownPerson>> {
    const [members, departures] = await Promise.all([people.members(), people.departures()])
    return new Map(
      members.map(({ userid, name, departments, leftAt }) => {
        const key = useridKey(userid)
        return [key, { userid, name, departments, isLeft: leftAt !== null || departures.get(key) === true }]
      }),
    )
  }

  return {
    people: known,

    async disabled() {
      const closed = new Map<StaffSourceId, Set<string>>()
      for (const { source, id, state } of await people.vendor())
        if (state === 'disabled') closed.set(source, (closed.get(source) ?? new Set()).add(id))
      return closed
    },

    async sameUserid(source) {
      const ours = await known()
      const found = new Map<string, string[]>()
      for (const { source: of, id, code, otherCode, state } of await people.vendor()) {
        if (of !== source || state === 'disabled') continue
        for (const key of new Set([id, code ?? '', otherCode ?? ''].map(useridKey)))
          if (ours.get(key)?.isLeft === false) found.set(key, [...(found.get(key) ?? []), id])
      }
      return [...found].flatMap(([key, [sourceId, ...others]]) =>
        sourceId === undefined || others.length > 0 ? [] : [{ userid: ours.get(key)?.userid ?? key, sourceId }],
      )
    },
  }
}
