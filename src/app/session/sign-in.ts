import { isReadOnly } from './is-read-only.ts'
import { recall, remember, type Tab } from './tab-memory.ts'

const key = 'sidedesk:signing-in'

interface Page extends Tab {
  location: Pick<Location, 'pathname' | 'search' | 'hash' | 'replace'>
}

/** How long leaving the page may take; after that the login cannot be reached, and the page says so. */
const leavingMs = 5000
const leavingSince = new WeakMap<Page, number>()

/**
 * Goes through the login once, and says whether the page is being left for it. Further refusals meanwhile belong to the same
 * expired session; a refusal after the login is shown on the page. Without a memory of the tab it is the BFF that ends a circle.
 */
export function signInAgain(page: Page, isForced = false): boolean {
  if (isReadOnly) return false
  const isLeaving = Date.now() - (leavingSince.get(page) ?? -Infinity) < leavingMs
  if (!isForced && isLeaving) return true
  if (!isForced && recall(page, key)) return false
  remember(page, key, '1')
  const { pathname, search, hash } = page.location
  leavingSince.set(page, Date.now())
  page.location.replace(`/auth/login?to=${encodeURIComponent(pathname + search + hash)}`)
  return true
}

/** The session works, so the next refusal may go through the login again. */
export function signedIn(page: Page): void {
  remember(page, key, null)
}
