import type { RefusalCode } from '../../host/host.ts'
import type { Placing } from '../../subject/place-in-chat.ts'

const refusalWords: Record<RefusalCode, string> = {
  no_permission: '企业微信不让侧边台放入消息，没有放入。请让管理员检查应用的权限，或者复制后自己发。',
  cancelled: '你在企业微信里取消了，没有放入。',
  not_supported: '这个版本的企业微信不支持，没有放入。请升级，或者复制后自己发。',
  not_here: '这里没有聊天的输入框，没有放入。请从聊天的侧边栏打开。',
  bad_content: '企业微信不接受这条内容，没有放入。素材可能过了三天，请自己发。',
  failed: '企业微信没能放入。请重试，或者复制后自己发。',
}

/** Why nothing was placed in the chat, or that it is not known. */
export function placingWords(placing: Exclude<Placing, { kind: 'ok' }>): string {
  if (placing.kind === 'refused') return refusalWords[placing.code]
  if (placing.kind === 'elsewhere') return '聊天已经换了，没有放入。'
  if (placing.kind === 'unconfirmed') return '没认出当前是哪个聊天，没有放入。请重试。'
  return '企业微信一直没有回应。请看一眼输入框，确定没有再放一次。'
}
