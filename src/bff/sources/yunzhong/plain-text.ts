const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ldquo: '“',
  rdquo: '”',
  lsquo: '‘',
  rsquo: '’',
  mdash: '—',
  ndash: '–',
  hellip: '…',
  middot: '·',
  times: '×',
  yen: '¥',
  copy: '©',
}
const maxCodePoint = 0x10ffff

function decode(whole: string, name: string): string {
  if (!name.startsWith('#')) return entities[name.toLowerCase()] ?? whole
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  return code > 0 && code <= maxCodePoint ? String.fromCodePoint(code) : whole
}

const lineEnds = new Set(['br', '/p', '/div', '/li', '/tr', '/h1', '/h2', '/h3', '/h4', '/h5', '/h6'])
const unseen = new Set(['script', 'style'])
// A letter has to follow: "3 < 5" and "<3" are text.
const tagName = /<(\/?[a-z][a-z\d]*)/y

/** Finds the next of each needle, and remembers where: hostile text must not be searched to its end again and again. */
function createFinder(text: string) {
  const found = new Map<string, number>()
  return (needle: string, from: number): number => {
    const last = found.get(needle)
    if (last !== undefined && last >= from) return last
    const at = text.indexOf(needle, from)
    const next = at === -1 ? Number.POSITIVE_INFINITY : at
    found.set(needle, next)
    return next
  }
}

/** What stands at a `<`: where it ends, and what is read in its place. Null where it is text. */
function markupAt(
  text: string,
  at: number,
  find: ReturnType<typeof createFinder>,
): { end: number; read: string } | null {
  if (text.startsWith('<!--', at)) return { end: find('-->', at) + 3, read: '' }
  tagName.lastIndex = at
  const [, name] = tagName.exec(text) ?? []
  const end = find('>', at) + 1
  if (name === undefined || end > find('<', at + 1)) return null
  const close = unseen.has(name) ? find(`</${name}`, end) : end
  const after = close === end || close === Number.POSITIVE_INFINITY ? end : find('>', close) + 1
  return { end: after, read: lineEnds.has(name) ? '\n' : '' }
}

function withoutMarkup(html: string): string {
  // Letters of ASCII alone: others may change their length.
  const text = html.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase())
  const find = createFinder(text)
  const parts: string[] = []
  let at = 0
  for (let open = find('<', 0); open < html.length; open = find('<', at)) {
    parts.push(html.slice(at, open))
    const markup = markupAt(text, open, find)
    const isMarkup = markup !== null && markup.end <= html.length
    parts.push(isMarkup ? markup.read : '<')
    at = isMarkup ? markup.end : open + 1
  }
  return parts.join('') + html.slice(at)
}

/** Text of the vendor's editor, which writes HTML with inline styles, as plain text. Entities are decoded once. */
export function plainText(html: string): string {
  return withoutMarkup(html.replaceAll('\r\n', '\n'))
    .replaceAll(/&(#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8});/gi, decode)
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}
