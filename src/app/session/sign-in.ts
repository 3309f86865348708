const key = 'sidedesk:signing-in'

interface Page {
  location: Pick<Location, 'pathname' | 'search' | 'hash' | 'replace'>
  sessionStorage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
}

/** Goes through the login once; whether it went. A second refusal in a row stays on the page, which says so. */
export function signInAgain(page: Page, isForced = false): boolean {
  if (!isForced && page.sessionStorage.getItem(key)) return false
  page.sessionStorage.setItem(key, '1')
  const { pathname, search, hash } = page.location
  page.location.replace(`/auth/login?to=${encodeURIComponent(pathname + search + hash)}`)
  return true
}

/** An answer came with this session, so the next refusal may try again. */
export function signedIn(page: Page): void {
  page.sessionStorage.removeItem(key)
}
