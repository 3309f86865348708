const key = 'sidedesk:signing-in'

interface Page {
  location: Pick<Location, 'pathname' | 'search' | 'hash' | 'replace'>
  sessionStorage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
}

/** A page that is being left has this long; then the login cannot be reached, and the page must say so. */
const leavingMs = 5000
const leavingSince = new WeakMap<Page, number>()

/**
 * Goes through the login once; whether the page is being left for it. What else is refused meanwhile belongs to the same
 * refusal; one that comes after the login stays on the page, which says so.
 */
export function signInAgain(page: Page, isForced = false): boolean {
  const isLeaving = Date.now() - (leavingSince.get(page) ?? -Infinity) < leavingMs
  if (!isForced && isLeaving) return true
  if (!isForced && page.sessionStorage.getItem(key)) return false
  page.sessionStorage.setItem(key, '1')
  const { pathname, search, hash } = page.location
  leavingSince.set(page, Date.now())
  page.location.replace(`/auth/login?to=${encodeURIComponent(pathname + search + hash)}`)
  return true
}

/** An answer came with this session, so the next refusal may try again. */
export function signedIn(page: Page): void {
  page.sessionStorage.removeItem(key)
}
