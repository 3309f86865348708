import type { StaffSourceId } from '#contract/admin-id'
import type { StaffCell } from '#contract/admin-people'
import type { z } from 'zod'
import { useridKey } from '../../userid.ts'
import type { Fits } from './suggest.ts'
import type { Held, Person, Snapshot, SourceSide } from './snapshot.ts'

type State = z.infer<typeof StaffCell>['state']

/** One person in one source, before open tasks and names of administrators are known. */
export interface Cell {
  source: StaffSourceId
  state: State
  held: Held | null
  fits: Fits['fits']
}

export function cellOf(
  person: Person,
  source: StaffSourceId,
  side: SourceSide,
  fitsOf: (person: Person) => Fits,
): Cell {
  const held = side.held.get(person.key) ?? null
  if (held) {
    const isClosed = side.byId.get(held.sourceId)?.state === 'disabled'
    return { source, state: isClosed ? 'disabled' : 'linked', held, fits: [] }
  }
  const { fits, isAmbiguous } = fitsOf(person)
  const state = isAmbiguous ? 'ambiguous' : fits.length > 0 ? 'suggested' : 'missing'
  return { source, state, held, fits }
}

const mostNamed = 3

/** 「刘洋（万州）」 */
const shown = ({ name, departments: [department] }: Person): string => (department ? `${name}（${department}）` : name)

/** A rule gives an id whether the vendor knows it or not. */
const isUnlisted = ({ how, sourceId }: Held, { isWhole, byId, byCode }: SourceSide): boolean =>
  how === 'rule' && isWhole && !byId.has(sourceId) && !byCode.has(useridKey(sourceId))

/** What is to be looked at in a cell; null where all is well. */
export function says(
  { state, held, fits }: Cell,
  person: Person,
  { byKey }: Snapshot,
  side: SourceSide,
): string | null {
  if (state === 'ambiguous' && fits.length > 1) return `${fits.length} 个人都像`
  if (state === 'ambiguous')
    return fits[0]?.reasons.includes('same_userid') ? '姓名不同，请看清是不是同一位' : '有重名，请看清是哪一位'
  if (!held) return null
  const others = (side.owners.get(held.sourceId) ?? []).filter((key) => key !== person.key)
  const named = others.slice(0, mostNamed).map((key) => {
    const other = byKey.get(key)
    return other ? shown(other) : key
  })
  const notes = [
    ...(state === 'disabled' ? ['对方已停用'] : []),
    ...(named.length > 0 ? [`${named.join('、')}${others.length > mostNamed ? ' 等' : ''}也用`] : []),
    ...(isUnlisted(held, side) ? ['对方名单里没有'] : []),
    ...(held.isCaseOnly ? ['规则，大小写不同'] : []),
  ]
  return notes.length > 0 ? notes.join('；') : null
}
