/** A message that a page has put into a chat's input; it is sent when the user presses 发送. */
export interface Draft {
  id: number
  kind: 'text' | 'image' | 'video' | 'file' | 'news' | 'miniprogram'
  /** The text, or the card's title. */
  title: string
  /** The card's small print: an address, a media id. */
  detail: string
}

export type PlacedMessage = Omit<Draft, 'id'>

/** The client's error for a message that it cannot create. */
const invalid = { err_msg: 'sendChatMessage:fail, invalid param, link or img_url is invalid' }

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const textOf = (value: unknown) => (typeof value === 'string' ? value : '')
const isWeb = (url: string) => /^https?:\/\/\S+$/i.test(url)

function newsOf(body: Record<string, unknown>): PlacedMessage | null {
  const [link, title, imgUrl] = [textOf(body.link), textOf(body.title), textOf(body.imgUrl)]
  const isWhole = isWeb(link) && title !== '' && (imgUrl === '' || isWeb(imgUrl))
  return isWhole ? { kind: 'news', title, detail: textOf(body.desc) || link } : null
}

function programOf(body: Record<string, unknown>): PlacedMessage | null {
  const [appid, title, page] = [textOf(body.appid), textOf(body.title), textOf(body.page)]
  // WeChat does not find the page without this ending, and the cover is required.
  const isWhole = appid !== '' && title !== '' && /\.html(\?|$)/.test(page) && isWeb(textOf(body.imgUrl))
  return isWhole ? { kind: 'miniprogram', title, detail: `小程序 ${page}` } : null
}

const mediaWords = { image: '[图片]', video: '[视频]', file: '[文件]' } as const

/** Reads the parameters of `sendChatMessage`, as the client does. */
export function readChatMessage(params: Record<string, unknown>): PlacedMessage | typeof invalid {
  const { msgtype } = params
  const named = typeof msgtype === 'string' ? params[msgtype] : null
  const body = isRecord(named) ? named : {}
  if (msgtype === 'news') return newsOf(body) ?? invalid
  if (msgtype === 'miniprogram') return programOf(body) ?? invalid
  if (msgtype === 'text') {
    const title = textOf(body.content)
    return title === '' ? invalid : { kind: 'text', title, detail: '' }
  }
  const mediaId = textOf(body.mediaid)
  if ((msgtype !== 'image' && msgtype !== 'video' && msgtype !== 'file') || mediaId === '') return invalid
  return { kind: msgtype, title: mediaWords[msgtype], detail: mediaId }
}
