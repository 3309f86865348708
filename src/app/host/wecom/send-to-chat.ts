import { sendChatMessage } from '@wecom/jssdk'
import type { Content } from '#contract/content'
import { chatMessageOf } from './chat-message.ts'
import { wordsOf } from './classify.ts'
import { reasonOf } from '../../api/abort-reason.ts'
import { withDeadline, type Timer } from '../deadline.ts'
import type { RefusalCode, SendOutcome } from '../host.ts'

/** Long enough for the client to ask the user first. */
const answerMs = 20_000

const signs: [RegExp, RefusalCode][] = [
  [/:cancel/i, 'cancelled'],
  [/function[ _]?not[ _]?exist|not[ _]?support/i, 'not_supported'],
  [/without[ _]?context/i, 'not_here'],
  [/no[ _]?permission|permission[ _]?denied|access[ _]?denied/i, 'no_permission'],
  [/invalid[ _]?(imgurl|media|param|link|appid)/i, 'bad_content'],
]

const refused = (code: RefusalCode): SendOutcome => ({ kind: 'refused', code })

/** Puts content into the open chat's input through the SDK, which may never answer. */
export async function sendToChat(content: Content, signal: AbortSignal, timer: Timer): Promise<SendOutcome> {
  const message = chatMessageOf(content)
  if (!message) return refused('bad_content')
  const late = new Error('no answer')
  try {
    await withDeadline(sendChatMessage(message), { ms: answerMs, signal, timer, onLate: () => late })
    return { kind: 'ok' }
  } catch (error) {
    if (signal.aborted) throw reasonOf(signal)
    if (error === late) return { kind: 'unknown' }
    const words = wordsOf(error)
    return refused(signs.find(([sign]) => sign.test(words))?.[1] ?? 'failed')
  }
}
