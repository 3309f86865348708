import { defineStore } from 'pinia'
import { reactive, ref } from 'vue'
import type { PushContent } from '#contract/content'
import { call } from '../../api/call.ts'
import { keyOf } from '../../subject/key-of.ts'
import { useSubject, type Subject } from '../../subject/subject.ts'
import type { Placing } from '../../subject/place-in-chat.ts'

export type Piece = PushContent['pieces'][number]

/**
 * `unsure`: the client never answered. `unmarked`: it stands in the input, but the vendor was not told.
 * Placed means in the input: whether it was sent nobody tells us.
 */
export type PieceState = 'waiting' | 'placing' | 'marking' | 'placed' | 'unsure' | 'unmarked'

/** Why a piece did not come as far as it should have; the state says how far it came. */
export type Trouble = Exclude<Placing, { kind: 'ok' }> | { kind: 'not_marked'; error: unknown }

export interface PushKey {
  subject: Subject
  pushId: string
}

async function putPlacement({ subject, pushId }: PushKey, key: string): Promise<void> {
  if (subject.kind === 'contact') {
    const params = { externalUserId: subject.externalUserId, pushId, key }
    await call('PUT /api/contacts/:externalUserId/pushes/:pushId/placements/:key', { params })
  } else if (subject.kind === 'chat') {
    const params = { chatId: subject.chatId, pushId, key }
    await call('PUT /api/chats/:chatId/pushes/:pushId/placements/:key', { params })
  }
}

/** How far each piece has come, for as long as the page lives: a closed sheet forgets no doubt. */
export const usePlacements = defineStore('placements', () => {
  const subjects = useSubject()
  const states = reactive(new Map<string, PieceState>())
  /** One thing goes into the chat at a time, however often the button is tapped. */
  const isBusy = ref(false)

  const idOf = ({ subject, pushId }: PushKey, key: string): string => `${keyOf(subject)} ${pushId} ${key}`
  const stateOf = (push: PushKey, { key, placedAt }: Piece): PieceState =>
    placedAt === null ? (states.get(idOf(push, key)) ?? 'waiting') : 'placed'

  async function tellVendor(push: PushKey, key: string, otherwise: PieceState): Promise<Trouble | null> {
    const id = idOf(push, key)
    states.set(id, 'marking')
    try {
      await putPlacement(push, key)
      states.set(id, 'placed')
      return null
    } catch (error) {
      states.set(id, otherwise)
      return { kind: 'not_marked', error }
    }
  }

  async function placeAndTell(push: PushKey, piece: Piece): Promise<Trouble | null> {
    const id = idOf(push, piece.key)
    const before = stateOf(push, piece)
    states.set(id, 'placing')
    const placing = await subjects.place(push.subject, piece.content)
    if (placing.kind === 'ok') return tellVendor(push, piece.key, 'unmarked')
    // A second try that was refused takes no doubt away from the first.
    states.set(id, placing.kind === 'unknown' ? 'unsure' : before)
    return placing
  }

  async function alone(run: () => Promise<Trouble | null>): Promise<Trouble | null> {
    if (isBusy.value) return null
    isBusy.value = true
    return run().finally(() => (isBusy.value = false))
  }

  /** Places one piece and tells the vendor, only after the client has said ok. */
  const place = (push: PushKey, piece: Piece): Promise<Trouble | null> => alone(() => placeAndTell(push, piece))

  /** Tells the vendor of a piece that was placed before, or taken by hand. */
  const mark = (push: PushKey, piece: Piece): Promise<Trouble | null> =>
    alone(() => tellVendor(push, piece.key, stateOf(push, piece)))

  /** One after the other; the first trouble ends it, so that their order holds. */
  const placeAll = (push: PushKey, pieces: readonly Piece[]): Promise<Trouble | null> =>
    alone(async () => {
      for (const piece of pieces) {
        const trouble = await placeAndTell(push, piece)
        if (trouble) return trouble
      }
      return null
    })

  return { isBusy, stateOf, place, mark, placeAll }
})
