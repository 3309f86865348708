import { computed, shallowRef } from 'vue'
import type { HostContext } from '../host/host.ts'

/** One stop of a round through several boards. */
export interface Stop {
  subject: Exclude<HostContext, { kind: 'me' }>
  /** As the list called it from which the round began. */
  name: string
}

/** The state of a page in the browser's history while a board is visited. */
const mark = 'sidedesk:visit'
const isMarked = (): boolean => Boolean((history.state as Record<string, unknown> | null)?.[mark])

/**
 * Boards that are looked at without their chat, one after the other. The system's way back ends it: it is one entry of
 * the history at the same address, which a new signature would be needed for otherwise.
 */
export function createVisit(ahead: (subject: Stop['subject']) => void) {
  const round = shallowRef<readonly Stop[]>([])
  const visited = computed(() => round.value[0]?.subject ?? null)
  const next = computed(() => round.value[1] ?? null)

  function end(): void {
    round.value = []
    window.removeEventListener('popstate', onBack)
  }

  // A sheet over the board has entries of its own above this one.
  function onBack(): void {
    if (!isMarked()) end()
  }

  /** The first stop is shown, the others follow it. */
  function begin(stops: readonly Stop[]): void {
    const [first] = stops
    if (!first) return
    ahead(first.subject)
    if (round.value.length === 0) {
      history.pushState({ ...(history.state as object | null), [mark]: true }, '')
      window.addEventListener('popstate', onBack)
    }
    round.value = stops
  }

  const goOn = (): void => begin(round.value.slice(1))

  /** Back to the board from which the round began. */
  function leave(): void {
    const hasEntry = isMarked()
    end()
    if (hasEntry) history.back()
  }

  return { visited, next, begin, goOn, end, leave }
}
