import type { Subject } from '../../subject/subject.ts'

/** Where the BFF shows the picture of a piece. */
export function picturePath(subject: Subject, pushId: string, key: string): string {
  const of =
    subject.kind === 'chat'
      ? `chats/${encodeURIComponent(subject.chatId)}`
      : `contacts/${subject.kind === 'contact' ? encodeURIComponent(subject.externalUserId) : ''}`
  return `/api/${of}/pushes/${encodeURIComponent(pushId)}/pieces/${encodeURIComponent(key)}/picture`
}
