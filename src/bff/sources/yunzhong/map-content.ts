import type { Content } from '#contract/content'
import { harmless } from '../../wire/harmless.ts'
import { parseJson } from '../../wire/json.ts'
import { readRows, type NoteUnread } from '../../wire/read-wire.ts'
import { cut, longest, wholeOrNull } from '../../wire/bounds.ts'
import { plainText } from '../../wire/plain-text.ts'
import { WirePiece, type WireAttachment } from './wire.ts'

/** A piece with the vendor's index, which marks it. */
export interface Piece {
  key: string
  content: Content
}

const isWeb = (url: string | null | undefined): url is string => /^https?:\/\//i.test(wholeOrNull(url) ?? '')
const webOrNull = (url: string | null | undefined): string | null => (isWeb(url) ? url : null)
const rawLength = 500
/** In a longer text the order of the keys is not looked for. */
const longestText = 500_000

/** JSON that is nested deeper than this can be parsed but not written back. */
function jsonOf(raw: unknown): string {
  try {
    return JSON.stringify(raw) ?? ''
  } catch {
    return ''
  }
}

const unknown = (raw: unknown): Content => ({ type: 'unknown', raw: cut(harmless(jsonOf(raw)), rawLength) })

/** Keys of a JSON object in the order in which they were written: parsing sorts those that look like numbers. */
function writtenKeys(text: string): string[] {
  const keys = new Set<string>()
  let depth = 0
  let last = ''
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"?|[{}[\]:,]/g)) {
    if (token === '{' || token === '[') depth += 1
    if (token === '}' || token === ']') depth -= 1
    const key = token === ':' && depth === 1 ? parseJson(last) : undefined
    if (typeof key === 'string') keys.add(key)
    last = token
  }
  return [...keys]
}

/** One piece without its list. */
const isPiece = (list: object): boolean => 'type' in list && typeof list.type === 'string'

/** The vendor's list: an object keyed by index as JSON text; an array where PHP found its keys to be in a row. */
export function readContentList(value: unknown): [key: string, item: unknown][] {
  const list = typeof value === 'string' ? parseJson(value) : value
  if (typeof list === 'string' && list !== value) return readContentList(list)
  if (typeof list !== 'object' || list === null) return []
  if (isPiece(list)) return [['0', list]]
  const items = new Map(Object.entries(list))
  const isObjectText = typeof value === 'string' && value.length <= longestText && !Array.isArray(list)
  const keys = isObjectText ? writtenKeys(value) : [...items.keys()]
  return keys.flatMap((key): [string, unknown][] => ((items.get(key) ?? null) === null ? [] : [[key, items.get(key)]]))
}

function fileOf({ link_img: image, link_video: video, link_file: file, media_id: mediaId }: WirePiece) {
  return { url: webOrNull(image ?? video ?? file), mediaId: wholeOrNull(mediaId) }
}

function linkOf({ title, link, describe, link_img: image }: WirePiece): Content | null {
  if (!isWeb(link)) return null
  return { type: 'link', title: title ?? link, url: link, description: describe, imageUrl: webOrNull(image) }
}

function miniProgramOf({ title, appid, page: path, link_img: image }: WirePiece): Content | null {
  const [appId, page] = [wholeOrNull(appid), wholeOrNull(path)]
  if (!appId || !page) return null
  return { type: 'mini_program', title: title ?? '', appId, page, imageUrl: webOrNull(image) }
}

/** Null where it is too long to be kept: half of what is to be said to a customer must not be sent. */
function textOf(html: string): Content | null {
  if (html.length > longest.html) return null
  const text = plainText(html)
  return text.length > longest.kept ? null : { type: 'text', text }
}

/** Null where its kind is not known, or what the kind needs is not there. */
function contentOf(item: WirePiece): Content | null {
  switch (item.type) {
    case 'text':
      return textOf(item.news ?? '')
    case 'image':
    case 'video':
    case 'file':
      return { type: item.type, ...fileOf(item) }
    case 'link':
      return linkOf(item)
    case 'applet':
      return miniProgramOf(item)
    default:
      return null
  }
}

/** The pieces of a push in the vendor's order. A piece of an unknown kind is shown as it came. */
export function toPieces(contentList: unknown, note?: NoteUnread): Piece[] {
  const origin = { source: 'yunzhong', operation: 'getContent', note } as const
  return readContentList(contentList).map(([key, item]) => {
    const [piece] = readRows(WirePiece, [item], { origin, onBad: () => undefined })
    return { key, content: (piece && contentOf(piece)) ?? unknown(item) }
  })
}

/** A kind that is not known, without what is not there. */
const bare = (attachment: WireAttachment): unknown =>
  Object.fromEntries(Object.entries(attachment).filter(([, value]) => value !== null))

function attachmentOf({ msgtype, image, video, link }: WireAttachment): Content | null {
  if (msgtype === 'image' && image)
    return { type: 'image', url: webOrNull(image.pic_url), mediaId: wholeOrNull(image.media_id) }
  if (msgtype === 'video' && video)
    return { type: 'video', url: webOrNull(video.url), mediaId: wholeOrNull(video.media_id) }
  if (msgtype !== 'link' || !isWeb(link?.url)) return null
  const { title, url, desc, pic_url: picture } = link
  return { type: 'link', title: title ?? url, url, description: desc, imageUrl: webOrNull(picture) }
}

/** What is attached to a moment, in WeCom's own words [add_moment_task]. */
export const toAttachments = (attachments: readonly WireAttachment[]): Content[] =>
  attachments.map((attachment) => attachmentOf(attachment) ?? unknown(bare(attachment)))
