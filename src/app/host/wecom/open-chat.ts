import { openEnterpriseChat } from '@wecom/jssdk'
import { withDeadline, type Timer } from '../deadline.ts'
import type { ChatTarget } from '../host.ts'

const answerMs = 8000

function paramsOf(target: ChatTarget) {
  if (target.kind === 'chat') return { chatId: target.chatId }
  if (target.kind === 'colleague') return { userIds: [target.userid], groupName: '' }
  return { externalUserIds: [target.externalUserId], groupName: '' }
}

/**
 * Opens a chat through the SDK, which may never answer. A customer group by its id needs WeCom 3.0.36
 * [docs/vendors/wecom.md#sending-and-opening].
 */
export async function openChat(target: ChatTarget, timer: Timer): Promise<boolean> {
  const { signal } = new AbortController()
  try {
    const onLate = () => new Error('no answer')
    await withDeadline(openEnterpriseChat(paramsOf(target)), { ms: answerMs, signal, timer, onLate })
    return true
  } catch {
    return false
  }
}
