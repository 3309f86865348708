import { computed, reactive, ref } from 'vue'
import type { Order, OrderLink } from '#contract/order'
import type { Placing } from '../../subject/place-in-chat.ts'
import { useSubject } from '../../subject/subject.ts'
import { placingWords } from '../content/placing-words.ts'

/** Placed means in the input: the client does not report whether it was sent. `unsure`: the client never answered. */
export type PlaceState = 'waiting' | 'placing' | 'placed' | 'unsure'

/** Puts a link of an order into the chat with its customer. Which chat is open is asked again right before. */
export function usePlacing(externalUserId: string) {
  const subjects = useSubject()
  const states = reactive(new Map<string, PlaceState>())
  const isBusy = ref(false)
  const last = ref<Placing | null>(null)

  async function place(order: Order, { title, url }: OrderLink): Promise<void> {
    if (isBusy.value) return
    isBusy.value = true
    const before = states.get(url) ?? 'waiting'
    states.set(url, 'placing')
    const content = {
      type: 'link',
      title: `${title} · ${order.number}`,
      url,
      description: order.title,
      imageUrl: null,
    } as const
    last.value = await subjects
      .place({ kind: 'contact', externalUserId }, content)
      .catch((): Placing => ({ kind: 'unconfirmed' }))
    const { kind } = last.value
    if (kind === 'ok') states.set(url, 'placed')
    // A refused second try does not make an uncertain first one certain.
    else states.set(url, kind === 'unknown' ? 'unsure' : before)
    isBusy.value = false
  }

  return {
    isBusy,
    place,
    stateOf: ({ url }: OrderLink): PlaceState => states.get(url) ?? 'waiting',
    /** Why nothing was placed, or that it is not known; null where all is well. */
    trouble: computed(() => (last.value && last.value.kind !== 'ok' ? placingWords(last.value) : null)),
    isElsewhere: computed(() => last.value?.kind === 'elsewhere'),
    hasPlaced: computed(() => last.value?.kind === 'ok'),
  }
}
