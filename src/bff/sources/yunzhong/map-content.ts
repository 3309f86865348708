import type { Content } from '#contract/content'
import { parseJson } from '../../wire/json.ts'
import { readRows } from '../../wire/read-wire.ts'
import { plainText } from '../../wire/plain-text.ts'
import { WireAttachment, WirePiece } from './wire.ts'

/** A piece with the vendor's index, which marks it. */
export interface Piece {
  key: string
  content: Content
}

const origin = { source: 'yunzhong', operation: 'getFriendsJobList' } as const
const isWeb = (url: string | null | undefined): url is string => /^https?:\/\//i.test(url ?? '')
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

const unknown = (raw: unknown): Content => ({ type: 'unknown', raw: jsonOf(raw).slice(0, rawLength) })

/** Keys of a JSON object in the order in which they were written: parsing sorts those that look like numbers. */
function writtenKeys(text: string): string[] {
  const keys = new Set<string>()
  let depth = 0
  let last = ''
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"?|[{}[\]:,]/g)) {
    if (token === '{' || token === '[') depth += 1
    if (token === '}' || token === ']') depth -= 1
    if (token === ':' && depth === 1) keys.add(JSON.parse(last) as string)
    last = token
  }
  return [...keys]
}

/** The vendor's list: an object keyed by index as JSON text; an array where PHP found its keys to be in a row. */
export function readContentList(value: unknown): [key: string, item: unknown][] {
  const list = typeof value === 'string' ? parseJson(value) : value
  if (typeof list !== 'object' || list === null) return []
  const items = new Map(Object.entries(list))
  const isObjectText = typeof value === 'string' && value.length <= longestText && !Array.isArray(list)
  const keys = isObjectText ? writtenKeys(value) : [...items.keys()]
  return keys.flatMap((key): [string, unknown][] => (items.has(key) ? [[key, items.get(key)]] : []))
}

function fileOf({ link_img: image, link_video: video, link_file: file, media_id: mediaId }: WirePiece) {
  return { url: webOrNull(image ?? video ?? file), mediaId: mediaId ?? null }
}

function linkOf({ title, link, describe, link_img: image, raw }: WirePiece): Content {
  if (!isWeb(link)) return unknown(raw)
  return { type: 'link', title: title ?? link, url: link, description: describe ?? null, imageUrl: webOrNull(image) }
}

function miniProgramOf({ title, appid: appId, page, link_img: image, raw }: WirePiece): Content {
  if (!appId || !page) return unknown(raw)
  return { type: 'mini_program', title: title ?? '', appId, page, imageUrl: webOrNull(image) }
}

function contentOf(item: WirePiece): Content {
  switch (item.type) {
    case 'text':
      return { type: 'text', text: plainText(item.news ?? '') }
    case 'image':
    case 'video':
    case 'file':
      return { type: item.type, ...fileOf(item) }
    case 'link':
      return linkOf(item)
    case 'applet':
      return miniProgramOf(item)
    default:
      return unknown(item.raw)
  }
}

/** The pieces of a push in the vendor's order. A piece of an unknown kind is shown as it came. */
export function toPieces(contentList: unknown): Piece[] {
  return readContentList(contentList).map(([key, item]) => {
    const parsed = WirePiece.safeParse(item)
    return { key, content: parsed.success ? contentOf(parsed.data) : unknown(item) }
  })
}

/** What is attached to a moment, in WeCom's own words [add_moment_task]. */
export function toAttachments(rows: readonly unknown[]): Content[] {
  return rows.map((row) => {
    const [attachment] = readRows(WireAttachment, [row], { origin, onBad: () => undefined })
    const { msgtype, image, video, link } = attachment ?? {}
    if (msgtype === 'image' && image)
      return { type: 'image', url: webOrNull(image.pic_url), mediaId: image.media_id ?? null }
    if (msgtype === 'video' && video)
      return { type: 'video', url: webOrNull(video.url), mediaId: video.media_id ?? null }
    if (msgtype !== 'link' || !isWeb(link?.url)) return unknown(row)
    const { title, url, desc, pic_url: picture } = link
    return { type: 'link', title: title ?? url, url, description: desc ?? null, imageUrl: webOrNull(picture) }
  })
}
