import { onScopeDispose, shallowRef, watch } from 'vue'
import { useSubject, type Subject } from '../subject/subject.ts'
import type { Feature } from '../work/features.ts'
import { useReportedChange } from '../work/useReportedChange.ts'
import { loadMoreOf } from '../work/useWorkList.ts'
import { isSyncing } from './source-notices.ts'
import type { Readings } from './useReadings.ts'

const syncPollMs = 10_000

/** What makes the board read again: the user, a sheet, the client that confirms the subject, a first sync. */
export function useBoardActs(subject: Subject, known: Readings, apply: () => void) {
  const { card, visible } = known
  const store = useSubject()
  /** Features that the user has asked to try again. */
  const busy = shallowRef<readonly Feature[]>([])

  /** Reads all lists and the card. Never rejects: each says how it went. */
  const readAll = (way: 'pull' | 'again' | 'refresh'): Promise<unknown> =>
    Promise.allSettled([...visible.value.map((list) => list[way]()), subject.kind !== 'me' && card[way]()])
  const features = (): Feature[] => visible.value.map(({ feature }) => feature)

  const pull = (): Promise<void> => readAll('pull').then(apply)
  const loadMore = (): Promise<void> => loadMoreOf(known.wanted.value).finally(apply)
  async function retry(only?: readonly Feature[]): Promise<void> {
    const names = only ?? features()
    busy.value = [...busy.value, ...names]
    if (only) await Promise.allSettled(visible.value.map((list) => only.includes(list.feature) && list.retry()))
    else await readAll('again')
    busy.value = busy.value.filter((feature) => !names.includes(feature))
    apply()
  }
  function choose(feature: Feature | null): void {
    known.filter.value = feature
    apply()
  }

  // Rows of other lists may be there at once.
  watch(known.find, apply, { flush: 'post' })
  watch(useReportedChange(subject), (changed) => void retry(changed))
  watch(
    () => store.confirmations,
    () => void readAll('refresh'),
  )
  const poll = setInterval(() => {
    if (known.readings.value.some(isSyncing)) void readAll('again')
  }, syncPollMs)
  onScopeDispose(() => clearInterval(poll))

  return { busy, choose, pull, loadMore, retry }
}
