import type { StaffSourceId } from '#contract/admin'
import { isImported } from '../../identity/link-maker.ts'
import type { KeptMember, KeptVendorPerson, StaffLink } from '../../store/people-stores.ts'
import type { Store } from '../../store/store.ts'
import { isSameUserid, useridKey } from '../../userid.ts'
import { sourceOf, type AnySources } from './staff-sources.ts'

/** The id that somebody has in a source. */
export interface Held {
  sourceId: string
  how: 'rule' | 'import' | 'hand'
  since: number | null
  /** The administrator's userid, where it is by hand. */
  by: string | null
  /** The source's own text for this person differs from the userid in case only. */
  isCaseOnly: boolean
}

export interface Person extends KeptMember {
  key: string
  isLeft: boolean
}

/** The people of one source, and who has them. */
export interface SourceSide {
  byId: ReadonlyMap<string, KeptVendorPerson>
  /** By key of the userid. */
  held: ReadonlyMap<string, Held>
  /** By the source's id: the keys of those who have it. */
  owners: ReadonlyMap<string, readonly string[]>
}

/** Everybody at one moment. */
export interface Snapshot {
  /** Those with the customer right first, then by userid. */
  people: readonly Person[]
  byKey: ReadonlyMap<string, Person>
  sides: ReadonlyMap<StaffSourceId, SourceSide>
}

interface Deps {
  store: Pick<Store, 'people'>
  sources: AnySources
  /** The columns. */
  columns: readonly StaffSourceId[]
}

const howOf = (link: StaffLink): Held['how'] => (isImported(link) ? 'import' : 'hand')

const inOrder = (one: Person, other: Person): number =>
  Number(other.hasCustomerRight) - Number(one.hasCustomerRight) || (one.key < other.key ? -1 : 1)

type Rule = ((userid: string) => string | null) | null

interface Given {
  people: readonly Person[]
  links: readonly StaffLink[]
  vendor: readonly KeptVendorPerson[]
  rule: Rule
  /** Keys of userids that were another's before, or whose people are away: no rule gives them anything. */
  departed: ReadonlySet<string>
}

/** Whether the source writes the userid, but in another case. */
function isInOtherCase(userid: string, texts: readonly (string | null | undefined)[]): boolean {
  const same = texts.filter((text) => typeof text === 'string' && isSameUserid(text, userid))
  return same.length > 0 && !same.includes(userid)
}

function byRule({ people, vendor, rule, departed }: Given, byId: SourceSide['byId']): Map<string, Held> {
  const held = new Map<string, Held>()
  if (!rule) return held
  const ids = new Map(vendor.map(({ id }) => [useridKey(id), id]))
  for (const { key, userid, isLeft } of people) {
    const sourceId = isLeft || departed.has(key) ? null : rule(userid)
    if (sourceId === null) continue
    const known = byId.get(sourceId)
    const isCaseOnly = isInOtherCase(userid, [known?.otherCode, known?.code, known ? known.id : ids.get(key)])
    held.set(key, { sourceId, how: 'rule', since: null, by: null, isCaseOnly })
  }
  return held
}

function sideOf(given: Given): SourceSide {
  const byId = new Map(given.vendor.map((person) => [person.id, person]))
  const held = byRule(given, byId)
  for (const link of given.links) {
    const { sourceId, linkedAt: since } = link
    const how = howOf(link)
    const by = how === 'hand' ? link.linkedBy : null
    held.set(useridKey(link.userid), { sourceId, how, since, by, isCaseOnly: false })
  }
  const owners = new Map<string, string[]>()
  for (const [key, { sourceId }] of held) owners.set(sourceId, [...(owners.get(sourceId) ?? []), key])
  return { byId, held, owners }
}

/** Puts together who works here, who is known at the vendors, and who is who. */
export async function takeSnapshot({ store, sources, columns }: Deps): Promise<Snapshot> {
  const [members, vendor, links, departures, ...rules] = await Promise.all([
    store.people.members(),
    store.people.vendor(),
    store.people.staffLinks(),
    store.people.departures(),
    ...columns.map((id) => sourceOf(sources, id)?.staffIdsOf?.() ?? Promise.resolve(null)),
  ])
  const people = members
    .map((member): Person => {
      const key = useridKey(member.userid)
      return { ...member, key, isLeft: member.leftAt !== null || departures.get(key) === true }
    })
    .sort(inOrder)
  const departed = new Set(departures.keys())
  const sides = columns.map((id, index) => {
    const own = {
      links: links.filter(({ source }) => source === id),
      vendor: vendor.filter((each) => each.source === id),
    }
    return [id, sideOf({ people, departed, rule: rules[index] ?? null, ...own })] as const
  })
  return { people, byKey: new Map(people.map((person) => [person.key, person])), sides: new Map(sides) }
}
