import { useQuery, useQueryCache } from '@pinia/colada'
import { computed, onScopeDispose, ref } from 'vue'
import type { PushContent } from '#contract/content'
import { call } from '../../api/call.ts'
import { chatMessageOf } from '../../host/wecom/chat-message.ts'
import { ProblemError } from '../../api/problem-error.ts'
import { keyOf } from '../../subject/key-of.ts'
import { useSubject, type Subject } from '../../subject/subject.ts'
import { listsKey } from '../../work/read-work.ts'
import { useReportChange } from '../../work/useReportChange.ts'
import { usePlacements, type Piece, type PushKey, type Trouble } from './placements.ts'

async function readPush({ subject, pushId }: PushKey, signal: AbortSignal): Promise<PushContent> {
  if (subject.kind === 'chat') {
    return call('GET /api/chats/:chatId/pushes/:pushId', { params: { chatId: subject.chatId, pushId }, signal })
  }
  const externalUserId = subject.kind === 'contact' ? subject.externalUserId : ''
  return call('GET /api/contacts/:externalUserId/pushes/:pushId', { params: { externalUserId, pushId }, signal })
}

const isGone = (trouble: Trouble | null): boolean =>
  trouble?.kind === 'not_marked' && trouble.error instanceof ProblemError && trouble.error.code === 'push_gone'

/** The pieces of one push, the state of each, and what can be done with them. */
export function usePush(subject: Subject, pushId: string) {
  const push = { subject, pushId }
  const report = useReportChange(subject)
  const cache = useQueryCache()
  const placements = usePlacements()
  const subjects = useSubject()
  const content = useQuery<PushContent>({
    key: ['push', keyOf(subject), pushId],
    query: ({ signal }) => readPush(push, signal),
  })
  const trouble = ref<Trouble | null>(null)
  /** Something was put into the chat's input from this sheet. */
  const hasPlaced = ref(false)
  let isClosed = false
  onScopeDispose(() => (isClosed = true))

  const pieces = computed(() =>
    (content.data.value?.pieces ?? []).map((piece) => ({
      piece,
      state: placements.stateOf(push, piece),
      isSendable: chatMessageOf(piece.content) !== null,
    })),
  )
  const isWaiting = (state: string): boolean => state === 'waiting'
  const sendable = computed(() => pieces.value.filter(({ state, isSendable }) => isWaiting(state) && isSendable))
  const placed = computed(() => pieces.value.filter(({ state }) => state === 'placed').length)

  async function act(run: () => Promise<Trouble | null>, isPlacing = true): Promise<void> {
    trouble.value = null
    const before = placed.value
    trouble.value = await run()
    if (isPlacing && placed.value > before) hasPlaced.value = true
    if (placed.value === before && !isGone(trouble.value)) return
    // The client may take long to answer: once the sheet is closed, no row moves by itself.
    if (isClosed) await cache.invalidateQueries({ key: listsKey(subject, 'pushes') }).catch(() => undefined)
    else report(['pushes'])
  }

  return {
    content,
    pieces,
    placed,
    trouble,
    isComplete: computed(() => pieces.value.length > 0 && placed.value === pieces.value.length),
    isBusy: computed(() => placements.isBusy),
    canSend: computed(() => subjects.canSend),
    /** How many the client would take. */
    left: computed(() => sendable.value.length),
    /** The chat's input holds what there was to place, and only sending is left to do. */
    isToSend: computed(() => hasPlaced.value && sendable.value.length === 0 && !placements.isBusy),
    place: (piece: Piece) => act(() => placements.place(push, piece)),
    mark: (piece: Piece) => act(() => placements.mark(push, piece), false),
    placeAll: () =>
      act(() =>
        placements.placeAll(
          push,
          sendable.value.map(({ piece }) => piece),
        ),
      ),
  }
}
