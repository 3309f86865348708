import { getCookies, Headers, parseCookie, type Cookie } from 'undici'

/** The cookies of one PHP session. There is one host, so neither domain nor path is looked at. */
export interface Jar {
  /** For the `Cookie` header; empty where there is none. */
  header(): string
  /** Takes over what an answer sets, and drops what it takes back. */
  take(setCookies: readonly string[] | undefined): void
}

const maxCookies = 20
/** Else it could not be sent back. */
const isSendable = ({ name, value }: Cookie) => name !== '' && /^[!-~]+$/.test(name + value)

/** PHP takes a cookie back with a date at the epoch: so far away that our clock need not agree with the vendor's. */
const isOver = ({ value, maxAge, expires }: Cookie) =>
  value === '' || maxAge === 0 || Number(expires) < Date.parse('2000-01-01')

/** `text` is what `header` said once. */
export function createJar(text = ''): Jar {
  const cookies = new Map(Object.entries(getCookies(new Headers({ cookie: text }))))

  return {
    header: () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    take(setCookies = []) {
      for (const cookie of setCookies.map(parseCookie)) {
        if (!cookie || !isSendable(cookie)) continue
        const { name, value } = cookie
        if (isOver(cookie)) cookies.delete(name)
        else if (cookies.has(name) || cookies.size < maxCookies) cookies.set(name, value)
      }
    },
  }
}
