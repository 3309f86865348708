/** The cookies of one PHP session. There is one host, so neither domain nor path is looked at. */
export interface Jar {
  /** For the `Cookie` header; empty where there is none. */
  header(): string
  /** Takes over what an answer sets, and drops what it takes back. */
  take(setCookies: readonly string[] | undefined): void
}

const maxCookies = 20
const maxLength = 4096
const pair = /^\s*([\w!#$%&'*+.^`|~-]+)=([\u0021-\u003A\u003C-\u007E]*)\s*$/
const isOver = (attribute: string): boolean => {
  const [name = '', value = ''] = attribute.split('=').map((part) => part.trim())
  if (name.toLowerCase() === 'max-age') return Number(value) <= 0
  // Decided by the vendor's own habit of the epoch, so that our clock need not agree with his.
  return name.toLowerCase() === 'expires' && Date.parse(value) < Date.parse('2000-01-01')
}

/** `text` is what `header` said once. */
export function createJar(text = ''): Jar {
  const cookies = new Map<string, string>()

  function put(line: string, isGone: boolean): void {
    const [, name, value = ''] = pair.exec(line) ?? []
    if (name === undefined) return
    if (isGone || value === '') cookies.delete(name)
    else if (cookies.has(name) || cookies.size < maxCookies) cookies.set(name, value)
  }

  for (const each of text.split(';')) put(each, false)
  return {
    header: () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    take(setCookies = []) {
      for (const line of setCookies) {
        const [first = '', ...attributes] = line.slice(0, maxLength).split(';')
        put(first, attributes.some(isOver))
      }
    },
  }
}
