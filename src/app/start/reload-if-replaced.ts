import { call } from '../api/call.ts'
import { recall, remember } from '../session/tab-memory.ts'

const key = 'sidedesk:reloaded'

/**
 * Called when a part of the page could not be loaded. After a deployment the part is gone, and a reload brings the new page; a bad
 * network is no reason to take the page away. Once per build.
 */
export async function reloadIfReplaced(
  build: string,
  page: Pick<Window, 'location' | 'sessionStorage'>,
): Promise<void> {
  if (recall(page, key) === build) return
  const session = await call('GET /api/session', {}).catch(() => null)
  if (!session || session.build === build) return
  // What cannot be remembered could come again and again.
  if (remember(page, key, build)) page.location.reload()
}
