import type { SuggestionReason } from '#contract/admin-people'
import type { z } from 'zod'
import type { KeptVendorPerson } from '../../store/people-stores.ts'
import { nameKey } from './lists.ts'
import type { Person, SourceSide } from './snapshot.ts'

type Reason = z.infer<typeof SuggestionReason>

/** A person of the vendor who may be this one of ours. */
export interface Fit {
  vendor: KeptVendorPerson
  /** Strongest first. */
  reasons: Reason[]
}

export interface Fits {
  /** Strongest first. */
  fits: Fit[]
  /** Nobody may be chosen beforehand: several fit, the name occurs twice on either side, or it is another than the userid says. */
  isAmbiguous: boolean
}

const none: Fits = { fits: [], isAmbiguous: false }
/** A name that more of them have tells nobody apart, and pairs of namesakes would be as many as their square. */
const mostNamesakes = 50
const order: readonly Reason[] = ['same_userid', 'same_phone', 'same_mail', 'same_name_and_department', 'same_name']

/** The last part of a department's path: vendors write the whole of it. */
const departmentKey = (department: string): string => nameKey(department.split(/[/\\>-]/).at(-1) ?? department)

/** A company has few departments, and each of thousands of people is in one. */
function createSameDepartment() {
  const known = new Map<string, string>()
  function keyOf(department: string): string {
    const key = known.get(department) ?? departmentKey(department)
    known.set(department, key)
    return key
  }
  return ({ departments }: Person, { department }: KeptVendorPerson): boolean =>
    department !== null && departments.some((own) => keyOf(own) === keyOf(department))
}

const strengthOf = ({ reasons }: Fit): number => Math.min(...reasons.map((reason) => order.indexOf(reason)))

/**
 * Tells who at a vendor may be somebody of ours. Whoever has left, and whoever is somebody's already, is nobody's suggestion.
 * WeCom tells no phones and mails to an app of the company's own, so neither is a reason.
 */
export function createSuggest(people: readonly Person[]) {
  const isSameDepartment = createSameDepartment()
  const namesakes = new Map<string, number>()
  const active = new Set<string>()
  for (const { key, nameKey: name, isLeft } of people) {
    if (isLeft) continue
    namesakes.set(name, (namesakes.get(name) ?? 0) + 1)
    active.add(key)
  }
  const isRenamed = ({ name }: KeptVendorPerson, person: Person) => name !== null && nameKey(name) !== person.nameKey

  return ({ byName, byCode, codesOf, held, isOwned }: SourceSide) => {
    const isFree = ({ id, state }: KeptVendorPerson) => !isOwned(id) && state !== 'disabled'
    /** A name is no hint where the userid says that it is somebody else. */
    const isAnothers = (vendor: KeptVendorPerson, { key }: Person) =>
      codesOf(vendor).some((code) => code !== key && active.has(code))

    return (person: Person): Fits => {
      if (person.isLeft || held.has(person.key)) return none
      const theirs = byName.get(person.nameKey) ?? []
      const coded = (byCode.get(person.key) ?? []).slice(0, mostNamesakes).filter(isFree)
      const told = theirs.length > mostNamesakes ? [] : theirs
      const named = told.filter((vendor) => isFree(vendor) && !isAnothers(vendor, person))
      if (coded.length + named.length === 0) return none
      const fits = [...new Set([...coded, ...named])].map((vendor): Fit => {
        const reason = isSameDepartment(person, vendor) ? 'same_name_and_department' : 'same_name'
        const reasons: Reason[] = [
          ...(coded.includes(vendor) ? (['same_userid'] as const) : []),
          ...(named.includes(vendor) ? ([reason] as const) : []),
        ]
        return { vendor, reasons }
      })
      fits.sort((one, other) => strengthOf(one) - strengthOf(other) || (one.vendor.id < other.vendor.id ? -1 : 1))
      const isTwin = (namesakes.get(person.nameKey) ?? 0) > 1 || theirs.length > 1
      const isAmbiguous =
        fits.length > 1 || (coded.length === 0 && isTwin) || coded.some((each) => isRenamed(each, person))
      return { fits, isAmbiguous }
    }
  }
}
