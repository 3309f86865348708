import { decodeHTMLStrict } from 'entities'
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2'
import { harmless } from './harmless.ts'

const blocks = new Set(['p', 'div', 'li', 'tr', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'])
const unseen = new Set(['script', 'style'])

const ignore = () => {}
const ignored: TokenizerCallbacks = {
  onattribdata: ignore,
  onattribend: ignore,
  onattribentity: ignore,
  onattribname: ignore,
  oncdata: ignore,
  onclosetag: ignore,
  oncomment: ignore,
  ondeclaration: ignore,
  onend: ignore,
  onopentagend: ignore,
  onopentagname: ignore,
  onprocessinginstruction: ignore,
  onselfclosingtag: ignore,
  ontext: ignore,
  ontextentity: ignore,
}

/** The tokenizer, not the parser, whose time grows with the square of the unclosed tags. */
function withoutMarkup(html: string): string {
  const parts: string[] = []
  let isSeen = true
  const nameAt = (start: number, end: number) => html.slice(start, end).toLowerCase()
  const tokenizer = new Tokenizer(
    { decodeEntities: false },
    {
      ...ignored,
      ontext(start, end) {
        if (isSeen) parts.push(html.slice(start, end))
      },
      onopentagname(start, end) {
        const name = nameAt(start, end)
        isSeen = !unseen.has(name)
        if (name === 'br') parts.push('\n')
      },
      onclosetag(start, end) {
        isSeen = true
        if (blocks.has(nameAt(start, end))) parts.push('\n')
      },
    },
  )
  // No tag ends after the last `>`: what looks like the beginning of one is text.
  const end = html.lastIndexOf('>') + 1
  tokenizer.write(html.slice(0, end))
  tokenizer.end()
  return parts.join('') + (isSeen ? html.slice(end) : '')
}

/** Only with their `;`: `&copy=2` is part of an address. Unknown entities are left as they are. */
function withoutEntities(text: string): string {
  return text.replaceAll(/&#?[\da-z]{1,32};/gi, (entity) => {
    const read = decodeHTMLStrict(entity)
    if (read === '\u00A0') return ' '
    return read === '\uFFFD' ? entity : read
  })
}

/** Text of the vendor's editor, which writes HTML with inline styles, as plain, harmless text. Entities are decoded once. */
export function plainText(html: string): string {
  return harmless(withoutEntities(withoutMarkup(html.replaceAll('\r\n', '\n'))))
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}
