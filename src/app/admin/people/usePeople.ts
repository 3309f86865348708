import { computed, shallowRef, watch } from 'vue'
import type { AdminPerson, PersonState, StaffSourceId } from '#contract/admin'
import { callAdmin } from '../api/call-admin.ts'
import { usePages } from '../api/usePages.ts'

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
  const chosen = shallowRef(-1)
  /** As they are after a change; the list itself stays as it is, so that no row moves from under the finger. */
  const changed = shallowRef<ReadonlyMap<string, AdminPerson>>(new Map())
  const people = computed(() => pages.items.value.map((person) => changed.value.get(person.userid) ?? person))
  const person = computed(() => people.value[chosen.value] ?? null)

  /** Reads one person again. Where that fails, the next reading of the list shows them. */
  async function readAgain(userid: string): Promise<void> {
    const page = await callAdmin('GET /api/admin/people', { query: { q: userid, limit: 50 } }).catch(() => null)
    const found = page?.items.find((each) => each.userid === userid)
    if (found) changed.value = new Map([...changed.value, [userid, found]])
  }

  watch(pages.first, () => {
    changed.value = new Map()
    chosen.value = pages.items.value.length > 0 ? 0 : -1
  })
  return { ...pages, people, person, chosen, readAgain }
}
