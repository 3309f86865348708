import type { Content } from '#contract/content'

export const kindWords: Record<Content['type'], string> = {
  text: '文字',
  image: '图片',
  link: '链接',
  mini_program: '小程序',
  video: '视频',
  file: '文件',
  unknown: '不认识的类型',
}

export interface Copyable {
  text: string
  /** The name of what is copied. */
  what: string
}

/** What can be copied from a piece, to be sent by hand; null where there is nothing. WeCom's media ids are no use to anybody. */
export function copyableOf(content: Content): Copyable | null {
  if (content.type === 'text') return content.text ? { text: content.text, what: '文字' } : null
  if (content.type === 'link') return { text: content.url, what: '链接' }
  if (content.type === 'mini_program') return { text: content.page, what: '小程序页面' }
  if (content.type === 'unknown') return { text: content.raw, what: '原文' }
  return content.url === null ? null : { text: content.url, what: '地址' }
}
