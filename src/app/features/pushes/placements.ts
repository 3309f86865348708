import { defineStore } from 'pinia'
import { reactive, ref } from 'vue'
import type { PushContent } from '#contract/content'
import { call } from '../../api/call.ts'
import { isReadOnly } from '../../session/is-read-only.ts'
import { keyOf } from '../../subject/key-of.ts'
import { useSubject, type Subject } from '../../subject/subject.ts'
import type { Placing } from '../../subject/place-in-chat.ts'

export type Piece = PushContent['pieces'][number]

/**
 * `unsure`: the client never answered. `unmarked`: it is in the chat's input, but the vendor could not be told.
 * Placed means in the input: the client does not report whether it was sent.
 */
export type PieceState = 'waiting' | 'placing' | 'marking' | 'placed' | 'unsure' | 'unmarked'

/** Why placing or marking a piece failed; its state says how far it got. */
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

/** The state of each piece for as long as the page lives, so that closing a sheet does not lose an uncertain one. */
export const usePlacements = defineStore('placements', () => {
  const subjects = useSubject()
  const states = reactive(new Map<string, PieceState>())
  /** One piece is placed at a time, however often the button is tapped. */
  const isBusy = ref(false)

  const idOf = ({ subject, pushId }: PushKey, key: string): string => `${keyOf(subject)} ${pushId} ${key}`
  const stateOf = (push: PushKey, { key, placedAt }: Piece): PieceState =>
    placedAt === null ? (states.get(idOf(push, key)) ?? 'waiting') : 'placed'

  async function tellVendor(push: PushKey, key: string, otherwise: PieceState): Promise<Trouble | null> {
    // Nothing is placed there that could be marked.
    if (isReadOnly) return null
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
    // A refused second try does not make an uncertain first one certain.
    states.set(id, placing.kind === 'unknown' ? 'unsure' : before)
    return placing
  }

  async function alone(run: () => Promise<Trouble | null>): Promise<Trouble | null> {
    if (isBusy.value) return null
    isBusy.value = true
    return run().finally(() => (isBusy.value = false))
  }

  /** Places one piece, and marks it at the vendor only after the client has confirmed. */
  const place = (push: PushKey, piece: Piece): Promise<Trouble | null> => alone(() => placeAndTell(push, piece))

  /** Marks a piece at the vendor that was placed before, or copied by hand. */
  const mark = (push: PushKey, piece: Piece): Promise<Trouble | null> =>
    alone(() => tellVendor(push, piece.key, stateOf(push, piece)))

  /** One after the other; the first failure ends it, so that their order holds. */
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
