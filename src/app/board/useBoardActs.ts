import { onScopeDispose, shallowRef, watch } from 'vue'
import { useSubject, type Subject } from '../subject/subject.ts'
import type { Feature } from '../work/features.ts'
import { useReportedChange } from '../work/useChanges.ts'
import { loadMoreOf, type WorkListReading } from '../work/useWorkList.ts'
import { isSyncing } from './source-notices.ts'
import type { Readings } from './useReadings.ts'

const syncPollMs = 10_000

/** What makes the board read again: the user, a sheet, the client that confirms the subject, a first sync. */
export function useBoardActs(
  subject: Subject,
  { card, filter, visible, wanted, readings }: Readings,
  apply: () => void,
) {
  const store = useSubject()
  const changed = useReportedChange(subject)
  const hasCard = subject.kind !== 'me'
  /** Those that the user has asked to try again. */
  const busy = shallowRef<Feature[]>([])

  const each = (run: (list: WorkListReading) => Promise<unknown>, of = visible.value): Promise<unknown> =>
    Promise.allSettled(of.map(run))

  async function pull(): Promise<void> {
    await Promise.allSettled([each((list) => list.pull()), hasCard && card.refetch()])
    apply()
  }
  const loadMore = (): Promise<void> => loadMoreOf(wanted.value).finally(apply)
  async function again(of: WorkListReading[], ...more: Promise<unknown>[]): Promise<void> {
    const names = of.map(({ feature }) => feature)
    busy.value = [...busy.value, ...names]
    await Promise.allSettled([each((list) => list.retry(), of), ...more])
    busy.value = busy.value.filter((feature) => !names.includes(feature))
    apply()
  }
  const retryOf = (features: readonly Feature[]): Promise<void> =>
    again(visible.value.filter((list) => features.includes(list.feature)))
  const retry = (feature: Feature): Promise<void> => retryOf([feature])
  const retryAll = (): Promise<void> => again(visible.value, ...(hasCard ? [card.refetch()] : []))
  function choose(feature: Feature | null): void {
    filter.value = feature
    apply()
  }

  watch(changed, (features = []) => void retryOf(features))
  watch(
    () => store.confirmations,
    () => {
      void each((list) => list.refresh())
      if (hasCard) void card.refresh()
    },
  )
  const poll = setInterval(() => {
    if (readings.value.some(isSyncing)) void each((list) => list.retry())
  }, syncPollMs)
  onScopeDispose(() => clearInterval(poll))

  return { busy, choose, pull, loadMore, retry, retryAll }
}
