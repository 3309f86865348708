import { computed, onBeforeUnmount, ref, shallowRef } from 'vue'
import type { Placing } from '../../subject/place-in-chat.ts'
import { useSubject, type Subject } from '../../subject/subject.ts'
import { useToast } from '../../ui/toast.ts'
import { placingWords } from '../content/placing-words.ts'
import { tellPlacement } from './panel-calls.ts'
import type { PanelContent } from './read-message.ts'
import type { ResultCode } from './result-code.ts'

interface Request {
  content: PanelContent
  settle(code: ResultCode): void
}

const everyMs = 1000

const codes: Record<Placing['kind'], ResultCode> = {
  ok: 'done',
  elsewhere: 'stale_context',
  unconfirmed: 'not_possible',
  refused: 'not_possible',
  unknown: 'not_possible',
}

const lengthOf = (content: PanelContent): number => (content.type === 'text' ? content.text : content.url).length

/** What a panel wants to have placed in the chat, until the user has decided: one at a time, and no sooner than a second after the last. */
export function usePlaceRequest(subject: Subject, panelId: string) {
  const subjects = useSubject()
  const toasts = useToast()
  /** The one that the sheet shows. */
  const request = shallowRef<Request | null>(null)
  /** What came of it so far. */
  const last = shallowRef<Placing | null>(null)
  /** The client is asked: it cannot be taken back, and its answer belongs to the request that it was asked for. */
  const isBusy = ref(false)
  let endedAt = -Infinity

  function end({ content, settle }: Request, placing: Placing | null): void {
    endedAt = performance.now()
    settle(placing ? codes[placing.kind] : 'refused')
    const outcome = placing?.kind ?? 'left'
    tellPlacement(subject, panelId, { kind: content.type, length: lengthOf(content), outcome })
  }

  /** Settles when the user has decided. */
  function ask(content: PanelContent): Promise<ResultCode> | ResultCode {
    if (request.value || isBusy.value || performance.now() - endedAt < everyMs) return 'too_fast'
    if (!subjects.canSend || subjects.visited) return 'not_possible'
    last.value = null
    return new Promise((resolve) => (request.value = { content, settle: resolve }))
  }

  /** The user wants it. Which chat is open is asked again right before. */
  async function put(): Promise<void> {
    const mine = request.value
    if (!mine || isBusy.value) return
    isBusy.value = true
    const placing = await subjects.place(subject, mine.content).catch((): Placing => ({ kind: 'unconfirmed' }))
    isBusy.value = false
    const isShown = request.value === mine
    if (placing.kind === 'ok') toasts.say({ words: '在输入框里了，记得点「发送」' })
    if (isShown && placing.kind !== 'ok') {
      last.value = placing
      return
    }
    request.value = null
    end(mine, placing)
  }

  /** The user leaves it, or the sheet goes. */
  function leave(): void {
    const mine = request.value
    request.value = null
    if (mine && !isBusy.value) end(mine, last.value)
  }

  onBeforeUnmount(leave)

  return {
    request,
    isBusy,
    ask,
    put,
    leave,
    isElsewhere: computed(() => last.value?.kind === 'elsewhere'),
    isUnsure: computed(() => last.value?.kind === 'unknown'),
    trouble: computed(() => (last.value && last.value.kind !== 'ok' ? placingWords(last.value) : null)),
  }
}
