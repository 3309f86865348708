import type { HostContext } from '../host/host.ts'

/** Two subjects are the same when their keys are. */
export function keyOf(subject: HostContext): string {
  if (subject.kind === 'contact') return `contact:${subject.externalUserId}`
  return subject.kind === 'chat' ? `chat:${subject.chatId}` : 'me'
}
