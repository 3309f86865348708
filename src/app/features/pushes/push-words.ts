import type { Content } from '#contract/content'
import type { RefusalCode } from '../../host/host.ts'
import type { PieceState } from './placements.ts'

export const stateWords: Record<PieceState, string> = {
  waiting: '待放入',
  placing: '正在放入',
  marking: '正在记录',
  placed: '已放入',
  unsure: '不确定是否已放入',
  unmarked: '已放入，但没能记下来',
}

export const refusalWords: Record<RefusalCode, string> = {
  no_permission: '企业微信不让侧边台放入消息，没有放入。请让管理员检查应用的权限，或者复制后自己发。',
  cancelled: '你在企业微信里取消了，没有放入。',
  not_supported: '这个版本的企业微信不支持，没有放入。请升级，或者复制后自己发。',
  not_here: '这里没有聊天的输入框，没有放入。请从聊天的侧边栏打开。',
  bad_content: '企业微信不接受这条内容，没有放入。素材可能过了三天，请自己发。',
  failed: '企业微信没能放入。请重试，或者复制后自己发。',
}

export const elsewhereWords = '聊天已经换了，没有放入。'
export const unconfirmedWords = '没认出当前是哪个聊天，没有放入。请重试。'

/** Why the client cannot take a piece, which then has to be copied by hand. */
export const unsendableWords: Record<Content['type'], string> = {
  text: '没有文字，放不进聊天',
  image: '没有素材编号，放不进聊天，请自己发',
  video: '没有素材编号，放不进聊天，请自己发',
  file: '没有素材编号，放不进聊天，请自己发',
  link: '链接不完整，放不进聊天，请自己发',
  mini_program: '没有封面图，放不进聊天，请自己发',
  unknown: '不认识的类型，放不进聊天，请自己发',
}
