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

const unseen = /<(script|style)\b[^>]*>[\s\S]*?<\/\1\s*>|<!--[\s\S]*?-->/gi
const lineEnd = /<br\b[^>]*>|<\/(?:p|div|li|h[1-6]|tr)\s*>/gi
// A letter has to follow: "3 < 5" and "<3" are text.
const tag = /<\/?[a-z][^<>]*>/gi

/** Text of the vendor's editor, which writes HTML with inline styles, as plain text. Entities are decoded once. */
export function plainText(html: string): string {
  return html
    .replaceAll('\r\n', '\n')
    .replaceAll(unseen, '')
    .replaceAll(lineEnd, '\n')
    .replaceAll(tag, '')
    .replaceAll(/&(#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8});/gi, decode)
    .replaceAll(/[ \t\u00A0]+\n/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}
