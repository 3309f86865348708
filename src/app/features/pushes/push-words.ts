import type { Content } from '#contract/content'
import type { PieceState } from './placements.ts'

export const stateWords: Record<PieceState, string> = {
  waiting: '待放入',
  placing: '正在放入',
  marking: '正在记录',
  placed: '已放入',
  unsure: '不确定是否已放入',
  unmarked: '已放入，但没能记下来',
}

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
