import { computed, onScopeDispose, ref } from 'vue'
import type { LinkCandidate } from '#contract/link'
import type { LinkedSourceId } from '#contract/source'
import { useLinkCandidates } from './useLinkCandidates.ts'

/** The one source that knows its customers' phones. */
const source: LinkedSourceId = 'waiqin'
/** For so long the screen leaves the place of its buttons empty. */
const patienceMs = 2000

/** A name alone, or a task, is no reason: only the phone is the customer's own. */
const isLikely = ({ isLinked, isLinkedElsewhere, reasons }: LinkCandidate): boolean =>
  !isLinked && !isLinkedElsewhere && reasons.includes('same_phone')

/**
 * Who the customer surely is in another system: the only one with their phone. What is found later is not shown:
 * the button would change under the finger.
 */
export function useLikelyLink(externalUserId: string, isUnlinked: (source: LinkedSourceId) => boolean) {
  const query = useLinkCandidates(externalUserId, source, ref(''), () => isUnlinked(source))
  const isPending = computed(() => isUnlinked(source) && query.status.value === 'pending')
  const isLate = ref(false)
  const timer = window.setTimeout(() => (isLate.value = isPending.value), patienceMs)
  onScopeDispose(() => window.clearTimeout(timer))
  const found = computed(() => {
    const likely = query.data.value?.candidates.filter(isLikely) ?? []
    return isUnlinked(source) && !isLate.value && likely.length === 1 ? likely[0] : undefined
  })
  return { found, isWaiting: computed(() => isPending.value && !isLate.value) }
}
