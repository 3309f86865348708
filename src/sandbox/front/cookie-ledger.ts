import { clientCookie } from '../vendors/wecom/client.ts'

/**
 * Remembers the names and paths of the product's cookies, so that a change of account can clear them
 * as the real client does.
 */
export function createCookieLedger() {
  const seen = new Map<string, { name: string; path: string }>()

  function note(lines: readonly string[]): void {
    for (const line of lines) {
      const name = line.slice(0, line.indexOf('=')).trim()
      const path = /;\s*path=([^;]*)/i.exec(line)?.[1]?.trim() || '/'
      if (name && name !== clientCookie) seen.set(`${name} ${path}`, { name, path })
    }
  }

  /** The `Set-Cookie` lines that clear all of them. */
  const clearing = () => [...seen.values()].map(({ name, path }) => `${name}=; Path=${path}; Max-Age=0`)

  return { note, clearing }
}

export type CookieLedger = ReturnType<typeof createCookieLedger>
