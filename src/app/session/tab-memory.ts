/** A page with the memory of its tab, which some WebViews have not, refuse, or call full. */
export interface Tab {
  sessionStorage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

/** What outlives a reload; nothing where the tab has no memory. */
export const recall = (tab: Tab, key: string): string | null => attempt(() => tab.sessionStorage.getItem(key)) ?? null

/** Keeps a word, or with null forgets it. @returns whether it will be recalled */
export function remember(tab: Tab, key: string, word: string | null): boolean {
  attempt(() => (word === null ? tab.sessionStorage.removeItem(key) : tab.sessionStorage.setItem(key, word)))
  return recall(tab, key) === word
}
