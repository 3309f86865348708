/** The longest that a text may be, in UTF-16 units. */
export const longest = {
  /** As long as WeCom's are. A cursor names one, and has to fit into an address. */
  id: 64,
  /** Of a row's heading. */
  title: 200,
  /** Of any other text of a row in a list, and of an address: no browser promises more. */
  listed: 2_000,
  /** What is kept of a text. */
  kept: 10_000,
  /** What is read of a text that may be HTML: inline styles are a multiple of the words. */
  html: 100_000,
} as const

/** How many entries of a list inside a row are kept and shown. */
export const mostEntries = 20

const isHighSurrogate = (unit: number): boolean => unit >= 0xd8_00 && unit <= 0xdb_ff

/** A copy that does not hold on to the text it was cut from, as a slice does for as long as it is remembered. */
const copyOf = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le')

/** The text, or its beginning with `…` for the rest. Never half a character. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const end = isHighSurrogate(text.charCodeAt(most - 2)) ? most - 2 : most - 1
  return copyOf(`${text.slice(0, end).trimEnd()}…`)
}

/** The text if it is no longer than an address may be: half of an address or an id leads nowhere. */
export const wholeOrNull = (text: string | null | undefined): string | null =>
  text !== null && text !== undefined && text.length <= longest.listed ? text : null

/**
 * A row's heading, and what is below it. A heading that is too long is cut, and begins what is below with all of its words.
 */
export function headed(title: string, detail: string | null): { title: string; detail: string | null } {
  if (title.length <= longest.title || detail?.startsWith(title)) return { title: cut(title, longest.title), detail }
  return { title: cut(title, longest.title), detail: detail === null ? title : `${title}\n${detail}` }
}

interface Bounds {
  title: number
  text: number
}

/** Of a row that is kept. */
export const asKept: Bounds = { title: longest.title, text: longest.kept }
/** Of a row in a list. */
export const asListed: Bounds = { title: longest.title, text: longest.listed }

const mostOf = (name: string, { title, text }: Bounds): number => (name === 'title' ? title : text)

function isWithin(value: unknown, name: string, bounds: Bounds): boolean {
  if (typeof value === 'string') return value.length <= mostOf(name, bounds)
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.length <= mostEntries && value.every((entry) => isWithin(entry, name, bounds))
  return Object.entries(value).every(([key, entry]) => isWithin(entry, key, bounds))
}

/** Notes in `totals`, by its path, how long a list was that is cut. */
function shorten(value: unknown, path: readonly string[], bounds: Bounds, totals: Record<string, number>): unknown {
  if (typeof value === 'string') return cut(value, mostOf(path.at(-1) ?? '', bounds))
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    if (value.length > mostEntries) totals[path.join('.')] = value.length
    return value.slice(0, mostEntries).map((entry) => shorten(entry, path, bounds, totals))
  }
  const entries = Object.entries(value)
  return Object.fromEntries(entries.map(([key, entry]) => [key, shorten(entry, [...path, key], bounds, totals)]))
}

interface Row {
  title: string
  totals?: Record<string, number> | undefined
}

/** A row whose texts are cut, and of whose lists the first entries are told; `totals` says how many a list has in all. */
export function within<Item extends Row>(item: Item, bounds: Bounds): Item {
  if (isWithin(item, '', bounds)) return item
  const totals: Record<string, number> = { ...item.totals }
  const shorter = shorten(item, [], bounds, totals) as Item
  return Object.keys(totals).length > 0 ? { ...shorter, totals } : shorter
}
