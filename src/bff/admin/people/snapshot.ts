import { setImmediate as turnOver } from 'node:timers/promises'
import type { StaffSourceId } from '#contract/admin-id'
import { isImported, useridOfMaker } from '../../identity/link-maker.ts'
import type { StaffLink } from '../../store/mapping-store.ts'
import type { Store } from '../../store/store.ts'
import { isSameUserid, useridKey } from '../../userid.ts'
import type { Member, VendorList } from './lists.ts'
import { sourceOf, type AnySources } from './staff-sources.ts'

/** The id that somebody has in a source. */
export interface Held {
  sourceId: string
  how: 'rule' | 'import' | 'hand'
  since: number | null
  /** The administrator's userid, where it is by hand and they are not forgotten. */
  by: string | null
  /** The source's own text for this person differs from the userid in case only. */
  isCaseOnly: boolean
}

export interface Person extends Member {
  isLeft: boolean
}

/** The people of one source, and who has them. */
export interface SourceSide extends VendorList {
  /** The vendor has told everybody: who is not here is nobody there. */
  isWhole: boolean
  /** By key of the userid. */
  held: ReadonlyMap<string, Held>
  /** What a rule gives people, whatever they have. */
  ruled: ReadonlyMap<string, Held>
  /** By the source's id: the keys of those who have it. */
  owners: ReadonlyMap<string, readonly string[]>
  /** Whether anybody has this id, whatever its case. */
  isOwned(id: string): boolean
  /** The id that somebody would be asked about with, whether a member or not. */
  idOf(userid: string): string | null
}

/** Everybody at one moment. */
export interface Snapshot {
  /** Those with the customer right first, then by userid. */
  people: readonly Person[]
  byKey: ReadonlyMap<string, Person>
  sides: ReadonlyMap<StaffSourceId, SourceSide>
}

interface Deps {
  store: Pick<Store, 'people' | 'links'>
  sources: AnySources
  /** The columns. */
  columns: readonly StaffSourceId[]
}

/** What changes once a day alone. */
export interface Lists {
  members: readonly Member[]
  vendor(source: StaffSourceId): VendorList
  /** Whose lists were told to the end. */
  whole: ReadonlySet<StaffSourceId>
}

interface Given {
  people: readonly Person[]
  links: readonly StaffLink[]
  list: VendorList
  isWhole: boolean
  rule: ((userid: string) => string | null) | null
  /** Keys of userids that were another's before, or whose people are away: no rule gives them anything. */
  departed: ReadonlyMap<string, boolean>
}

/** Whether the source writes the userid, but in another case. */
function isInOtherCase(userid: string, texts: readonly (string | null | undefined)[]): boolean {
  const same = texts.filter((text) => typeof text === 'string' && isSameUserid(text, userid))
  return same.length > 0 && !same.includes(userid)
}

const ruleFor = (userid: string, { rule, departed }: Given): string | null =>
  departed.has(useridKey(userid)) ? null : (rule?.(userid) ?? null)

function byRule({ people, list, rule, departed }: Given): Map<string, Held> {
  const held = new Map<string, Held>()
  if (!rule) return held
  for (const { key, userid, isLeft } of people) {
    const sourceId = isLeft || departed.has(key) ? null : rule(userid)
    if (sourceId === null) continue
    const known = list.byId.get(sourceId) ?? list.byCode.get(key)?.[0]
    const isCaseOnly = isInOtherCase(userid, [known?.otherCode, known?.code, known?.id])
    held.set(key, { sourceId, how: 'rule', since: null, by: null, isCaseOnly })
  }
  return held
}

function toHeld(link: StaffLink): Held {
  const { sourceId, linkedAt: since } = link
  if (isImported(link)) return { sourceId, how: 'import', since, by: null, isCaseOnly: false }
  return { sourceId, how: 'hand', since, by: useridOfMaker(link), isCaseOnly: false }
}

/** What was linked counts before any rule. */
function sideOf(given: Given): SourceSide {
  const ruled = byRule(given)
  const held = new Map(ruled)
  for (const link of given.links) held.set(useridKey(link.userid), toHeld(link))
  const owners = new Map<string, string[]>()
  for (const [key, { sourceId }] of held) {
    const others = owners.get(sourceId)
    if (others) others.push(key)
    else owners.set(sourceId, [key])
  }
  const owned = new Set([...owners.keys()].map((id) => id.toLowerCase()))
  const isOwned = (id: string) => owned.has(id.toLowerCase())
  const idOf = (userid: string) => held.get(useridKey(userid))?.sourceId ?? ruleFor(userid, given)
  return { ...given.list, isWhole: given.isWhole, held, ruled, owners, isOwned, idOf }
}

/** Puts together who works here, who is known at the vendors, and who is who. */
export async function takeSnapshot(
  { members, vendor, whole }: Lists,
  { store, sources, columns }: Deps,
): Promise<Snapshot> {
  const [links, departed, ...rules] = await Promise.all([
    store.links.staffLinks(columns),
    store.people.departures(),
    ...columns.map((id) => sourceOf(sources, id)?.staffIdsOf?.() ?? Promise.resolve(null)),
  ])
  const people = members.map((one) => ({ ...one, isLeft: one.leftAt !== null || departed.get(one.key) === true }))
  // The latest comes last, and counts.
  links.sort((one, other) => one.linkedAt - other.linkedAt)
  const sides = new Map<StaffSourceId, SourceSide>()
  for (const [index, id] of columns.entries()) {
    // Others are answered in between.
    await turnOver()
    const own = links.filter(({ source }) => source === id)
    const told = { list: vendor(id), isWhole: whole.has(id) }
    sides.set(id, sideOf({ ...told, people, departed, links: own, rule: rules[index] ?? null }))
  }
  await turnOver()
  return { people, byKey: new Map(people.map((person) => [person.key, person])), sides }
}
