import { call } from '../api/call.ts'

const key = 'sidedesk:reloaded'

/**
 * Called when a part of the page could not be loaded. After a deployment the part is gone, and a reload brings the new page; a bad
 * network is no reason to take the page away. Once per build.
 */
export async function reloadIfReplaced(
  build: string,
  page: Pick<Window, 'location' | 'sessionStorage'>,
): Promise<void> {
  if (page.sessionStorage.getItem(key) === build) return
  const session = await call('GET /api/session', {}).catch(() => null)
  if (!session || session.build === build) return
  page.sessionStorage.setItem(key, build)
  page.location.reload()
}
