import { onScopeDispose, readonly, shallowRef } from 'vue'

export const views = ['overview', 'people', 'contacts', 'import', 'history', 'checks'] as const
export type View = (typeof views)[number]

export interface Route {
  view: View
  query: URLSearchParams
}

const isView = (name: string): name is View => views.some((view) => view === name)

/** `#/people?state=missing`; anything else is the overview. */
export function readRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?')
  return { view: isView(path) ? path : 'overview', query: new URLSearchParams(query) }
}

/** The address of a view within the page. */
export function hashOf(view: View, query: Record<string, string> = {}): string {
  const text = new URLSearchParams(query).toString()
  return `#/${view}${text ? `?${text}` : ''}`
}

/** The view that the address names. It follows the address, so a plain link leads to another view. */
export function useRoute() {
  const route = shallowRef(readRoute(window.location.hash))
  const update = (): void => void (route.value = readRoute(window.location.hash))
  window.addEventListener('hashchange', update)
  onScopeDispose(() => window.removeEventListener('hashchange', update))
  return readonly(route)
}
