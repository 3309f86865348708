import type { Content } from '#contract/content'

export type PanelContent = Extract<Content, { type: 'text' | 'link' }>

/** What a panel may say (docs/panels.md). */
type Said =
  | { type: 'ready' }
  | { type: 'renew' }
  | { type: 'changed' }
  | { type: 'copy'; text: string }
  | { type: 'place'; contextId: string; content: PanelContent }
  | { type: 'open'; url: string }
  | { type: 'badge'; count: number }

/** Without an `id` the panel waits for no result. `unfit`: a message of a known type whose fields are not as they must be. */
export type PanelMessage = (Said | { type: 'unfit' }) & { id: string | null }

/** In characters of its JSON. */
const longest = 16_384
const most = { id: 64, copied: 2000, placed: 1000, url: 2048, title: 100, description: 500, badge: 99 }

type Fields = Record<string, unknown>
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null

const isText = (value: unknown, length: number): value is string =>
  typeof value === 'string' && value.trim() !== '' && value.length <= length

/** Chrome 107 has no `URL.canParse`. */
function parsed(url: string): URL | null {
  try {
    return new URL(url)
  } catch {
    return null
  }
}

/** The address as a browser understands it, which is how everybody else gets it; null for what is none. */
function httpsOf(url: unknown): string | null {
  const read = isText(url, most.url) ? parsed(url) : null
  return read?.protocol === 'https:' && read.username === '' && read.password === '' ? read.href : null
}

function linkOf({ title, url, description = null, imageUrl = null }: Fields): PanelContent | null {
  const [address, picture] = [httpsOf(url), imageUrl === null ? null : httpsOf(imageUrl)]
  if (!isText(title, most.title) || address === null || (imageUrl !== null && picture === null)) return null
  if (description !== null && !isText(description, most.description)) return null
  return { type: 'link', title, url: address, description, imageUrl: picture }
}

function contentOf(value: unknown): PanelContent | null {
  if (!isFields(value)) return null
  if (value['type'] === 'link') return linkOf(value)
  const { type, text } = value
  return type === 'text' && isText(text, most.placed) ? { type, text } : null
}

const readers: Record<Said['type'], (fields: Fields) => Said | null> = {
  ready: () => ({ type: 'ready' }),
  renew: () => ({ type: 'renew' }),
  changed: () => ({ type: 'changed' }),
  copy: ({ text }) => (isText(text, most.copied) ? { type: 'copy', text } : null),
  open(fields) {
    const url = httpsOf(fields['url'])
    return url === null ? null : { type: 'open', url }
  },
  badge({ count }) {
    const isBadge = typeof count === 'number' && Number.isInteger(count) && count >= 0 && count <= most.badge
    return isBadge ? { type: 'badge', count } : null
  },
  place({ contextId, content: given }) {
    const content = contentOf(given)
    return content && isText(contextId, most.id) ? { type: 'place', contextId, content } : null
  },
}

const isKnown = (type: unknown): type is Said['type'] => typeof type === 'string' && Object.hasOwn(readers, type)

function isShort(value: unknown): boolean {
  try {
    return JSON.stringify(value).length <= longest
  } catch {
    return false
  }
}

/** A panel's message, or null for what is none: it is ignored. */
export function readMessage(value: unknown): PanelMessage | null {
  if (!isFields(value) || value['sidedesk'] !== 1 || !isKnown(value['type']) || !isShort(value)) return null
  const said = readers[value['type']](value) ?? { type: 'unfit' }
  const { id } = value
  return { ...said, id: isText(id, most.id) ? id : null }
}

/** Whether a link leads where the panel's links may. */
export const leadsTo = (url: string, hosts: readonly string[]): boolean => hosts.includes(parsed(url)?.host ?? '')
