import type { SendChatMessage } from '@wecom/jssdk'
import type { Content } from '#contract/content'

const isWeb = (url: string | null): url is string => url !== null && /^https?:\/\/\S+$/i.test(url)

/** WeCom opens a mini program's page only by its name with `.html`, before the query. */
function pageOf(page: string): string {
  const [path = '', ...query] = page.split('?')
  return [path.endsWith('.html') ? path : `${path}.html`, ...query].join('?')
}

function newsOf({ title, url, description, imageUrl }: Extract<Content, { type: 'link' }>): SendChatMessage | null {
  if (!isWeb(url) || title === '') return null
  return { msgtype: 'news', news: { link: url, title, desc: description ?? '', imgUrl: imageUrl ?? '' } }
}

function programOf({
  title,
  appId,
  page,
  imageUrl,
}: Extract<Content, { type: 'mini_program' }>): SendChatMessage | null {
  // The client refuses one without a cover from the web: "invalid imgUrl".
  if (appId === '' || page === '' || !isWeb(imageUrl)) return null
  return { msgtype: 'miniprogram', miniprogram: { appid: appId, title, imgUrl: imageUrl, page: pageOf(page) } }
}

/** What `sendChatMessage` takes for a piece of content; null where WeCom would need more than there is. */
export function chatMessageOf(content: Content): SendChatMessage | null {
  if (content.type === 'text') return content.text === '' ? null : { msgtype: 'text', text: { content: content.text } }
  if (content.type === 'link') return newsOf(content)
  if (content.type === 'mini_program') return programOf(content)
  if (content.type === 'unknown' || content.mediaId === null) return null
  const mediaid = content.mediaId
  if (content.type === 'image') return { msgtype: 'image', image: { mediaid } }
  if (content.type === 'video') return { msgtype: 'video', video: { mediaid } }
  return { msgtype: 'file', file: { mediaid } }
}
