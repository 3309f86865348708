import { computed, shallowRef, watch } from 'vue'
import type { StaffSourceId } from '#contract/admin-id'
import type { AdminPerson, PeopleList, PersonState } from '#contract/admin-people'
import { callAdmin } from '../api/call-admin.ts'
import { usePages } from '../api/usePages.ts'
import { useChosen } from '../layout/useChosen.ts'

/** The longest text that the search takes; a userid can be longer. */
const longestWords = 40
/** A short userid is found in many others, and its own person on a later page. */
const mostPages = 5

/** Reads one person by a search for the userid; null where it is not found. */
async function findPerson(userid: string): Promise<AdminPerson | null> {
  let cursor: string | null = null
  for (let page = 0; page < mostPages; page++) {
    const query = { q: userid.slice(0, longestWords), limit: 200, ...(cursor === null ? {} : { cursor }) }
    const list: PeopleList = await callAdmin('GET /api/admin/people', { query })
    const found = list.items.find((each) => each.userid === userid)
    if (found || list.next === null) return found ?? null
    cursor = list.next
  }
  return null
}

export interface PeopleFilter {
  state: PersonState | 'all'
  source: StaffSourceId | null
  q: string
}

/** The company's people that fit the filter, and which of them is chosen. */
export function usePeople(filter: () => PeopleFilter) {
  const pages = usePages(filter, ({ cursor, signal }) => {
    const { state, source, q } = filter()
    const query = {
      limit: 200,
      ...(state === 'all' ? {} : { state }),
      ...(source ? { source } : {}),
      ...(q ? { q } : {}),
      ...(cursor === undefined ? {} : { cursor }),
    }
    return callAdmin('GET /api/admin/people', { query, signal })
  })
  /** People as they are after a change. The list keeps its order, so that no row moves while it is worked on. */
  const changed = shallowRef<ReadonlyMap<string, AdminPerson>>(new Map())
  const people = computed(() => pages.items.value.map((person) => changed.value.get(person.userid) ?? person))
  const { chosen, one: person, choose } = useChosen(people, ({ userid }) => userid)

  /** Reads one person again, or the whole list: where many were changed, or that one is not found. */
  async function readAgain(userid: string | null): Promise<void> {
    const found = userid === null ? null : await findPerson(userid).catch(() => null)
    if (found) changed.value = new Map([...changed.value, [found.userid, found]])
    else await pages.reload()
  }

  watch(pages.first, () => (changed.value = new Map()))
  return { ...pages, people, person, chosen, choose, readAgain }
}
