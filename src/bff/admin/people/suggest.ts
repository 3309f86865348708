import type { SuggestionReason } from '#contract/admin'
import type { z } from 'zod'
import type { KeptVendorPerson } from '../../store/people-stores.ts'
import { useridKey } from '../../userid.ts'
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
  /** Nobody may be chosen beforehand: several fit, or the name occurs twice on either side. */
  isAmbiguous: boolean
}

const none: Fits = { fits: [], isAmbiguous: false }
const order: readonly Reason[] = ['same_userid', 'same_phone', 'same_mail', 'same_name_and_department', 'same_name']

const nameKey = (name: string): string => name.normalize('NFKC').replaceAll(/\s+/g, '').toLowerCase()

function grouped<Item>(items: Iterable<Item>, keysOf: (item: Item) => readonly string[]): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items)
    for (const key of keysOf(item)) {
      const group = groups.get(key)
      if (group) group.push(item)
      else groups.set(key, [item])
    }
  return groups
}

const codesOf = ({ id, code, otherCode }: KeptVendorPerson): string[] => [
  ...new Set([id, code, otherCode].flatMap((text) => (text === null ? [] : [useridKey(text)]))),
]

const namesOf = ({ name }: { name: string | null }): string[] => (name === null ? [] : [nameKey(name)])

/** The last part of a department's path: vendors write the whole of it. */
const departmentKey = (department: string): string => nameKey(department.split(/[/\\>-]/).at(-1) ?? department)

function isSameDepartment({ departments }: Person, { department }: KeptVendorPerson): boolean {
  if (department === null) return false
  const theirs = departmentKey(department)
  return departments.some((own) => departmentKey(own) === theirs)
}

const strengthOf = ({ reasons }: Fit): number => Math.min(...reasons.map((reason) => order.indexOf(reason)))

/**
 * Tells who at a vendor may be somebody of ours. Whoever has left, and whoever is somebody's already, is nobody's suggestion.
 * WeCom tells no phones and mails to an app of the company's own, so neither is a reason.
 */
export function createSuggest(people: readonly Person[], { byId, held, owners }: SourceSide) {
  const active = people.filter(({ isLeft }) => !isLeft)
  const ourNames = grouped(active, namesOf)
  const theirNames = grouped(byId.values(), namesOf)
  const theirCodes = grouped(byId.values(), codesOf)
  const isFree = ({ id, state }: KeptVendorPerson) => !owners.has(id) && state !== 'disabled'

  return (person: Person): Fits => {
    if (person.isLeft || held.has(person.key)) return none
    const key = nameKey(person.name)
    const byCode = (theirCodes.get(person.key) ?? []).filter(isFree)
    const byName = (theirNames.get(key) ?? []).filter(isFree)
    const fits = [...new Set([...byCode, ...byName])].map((vendor): Fit => {
      const named = isSameDepartment(person, vendor) ? 'same_name_and_department' : 'same_name'
      const reasons: Reason[] = [
        ...(byCode.includes(vendor) ? (['same_userid'] as const) : []),
        ...(byName.includes(vendor) ? ([named] as const) : []),
      ]
      return { vendor, reasons }
    })
    fits.sort((one, other) => strengthOf(one) - strengthOf(other) || (one.vendor.id < other.vendor.id ? -1 : 1))
    const isTwin = (ourNames.get(key)?.length ?? 0) > 1 || (theirNames.get(key)?.length ?? 0) > 1
    const isAmbiguous =
      byCode.length > 1 || (byCode.length === 0 && (byName.length > 1 || (byName.length > 0 && isTwin)))
    return { fits, isAmbiguous }
  }
}
