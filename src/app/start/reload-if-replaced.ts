import { call } from '../api/call.ts'

const key = 'sidedesk:reloaded'

/**
 * A part of this page could not be fetched. After a deployment it is gone, and the new page knows the new parts; a bad
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
