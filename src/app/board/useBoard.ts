import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { useSession } from '../session/session.ts'
import { useSubject, type Subject } from '../subject/subject.ts'
import { isAboutSubject } from '../failures/explain.ts'
import { useNow } from '../ui/useNow.ts'
import { countToDo, hasReachedPast } from '../agenda/agenda.ts'
import { features, featuresOf, isAside, isPersonal, type Feature } from '../work/features.ts'
import { arrange, chipState, isSyncing, noticeOf } from './source-notices.ts'
import { useAgenda } from '../agenda/useAgenda.ts'
import { useCard } from './useCard.ts'
import { loadMoreOf, useWorkList, type WorkListReading } from '../work/useWorkList.ts'

const syncPollMs = 10_000

/** Everything that one subject's board shows, and what can be done to it. */
export function useBoard(subject: Subject) {
  const session = useSession()
  const store = useSubject()
  const now = useNow()
  const card = useCard(subject)
  const all = featuresOf(subject).filter((feature) => session.isConfigured(features[feature].source))
  const lists = all.map((feature) => useWorkList(subject, feature))
  const filter = ref<Feature | null>(null)

  const visible = computed(() => lists.filter(({ data }) => data.value?.state !== 'unconfigured'))
  /** In the agenda of all, or alone in the view that was chosen. */
  const isWanted = ({ feature }: { feature: Feature }): boolean =>
    filter.value === null ? !isAside(feature, subject) : filter.value === feature
  const wanted = computed(() => visible.value.filter(isWanted))
  const readings = computed(() =>
    visible.value.map((list) => ({
      feature: list.feature,
      data: list.data.value,
      items: list.items.value,
      error: list.error.value,
      now: now.value,
      wasConnected: session.wasConnected(features[list.feature].source),
    })),
  )
  const wantedReadings = computed(() => readings.value.filter(isWanted))
  const chips = computed(() =>
    readings.value.map((reading) => ({
      feature: reading.feature,
      state: chipState(reading),
      count: reading.data ? countToDo(reading.items, reading.data.counts.open, now.value) : null,
      isAside: isAside(reading.feature, subject),
    })),
  )
  const notices = computed(() => readings.value.flatMap((reading) => noticeOf(reading) ?? []))
  /** What concerns the rows on screen, and beside all of them the one sentence that offers to connect. */
  const said = computed(() => {
    const offer = filter.value === null ? notices.value.find(({ action }) => action?.kind === 'connect') : undefined
    return notices.value.filter((notice) => notice === offer || isWanted(notice))
  })
  const denial = computed(() => [card.error.value, ...lists.map(({ error }) => error.value)].find(isAboutSubject))
  /** Whether the salesperson's own login at 芸众 holds; null where nothing has told. */
  const isConnected = computed(() => {
    const states = readings.value.flatMap(({ feature, data }) => (isPersonal(feature) && data ? data.state : []))
    return states.length > 0 ? !states.includes('disconnected') : null
  })
  const withMore = computed(() => wanted.value.filter((list) => list.hasMore.value))
  const hasMore = computed(() => withMore.value.length > 0)
  const hasMoreToDo = computed(() => withMore.value.some(({ items }) => !hasReachedPast(items.value, now.value)))

  const { sections, waiting, arrangements, apply } = useAgenda({
    items: computed(() => wanted.value.flatMap((list) => list.items.value)),
    isGathering: computed(() => wanted.value.some((list) => list.isFirst.value)),
    clock: Date.now,
  })

  const placed = shallowRef<Feature[]>([])
  const arranged = computed(() => arrange(said.value, placed.value))
  watch(arrangements, () => (placed.value = said.value.map(({ feature }) => feature)), { immediate: true })

  /** Those that the salesperson has asked to try again. */
  const busy = shallowRef<Feature[]>([])

  const each = (run: (list: WorkListReading) => Promise<unknown>, of = visible.value): Promise<unknown> =>
    Promise.allSettled(of.map(run))

  async function pull(): Promise<void> {
    await Promise.allSettled([each((list) => list.pull()), subject.kind !== 'me' && card.refetch()])
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
  const retry = (feature: Feature): Promise<void> => again(visible.value.filter((list) => list.feature === feature))
  const retryAll = (): Promise<void> => again(visible.value, ...(subject.kind === 'me' ? [] : [card.refetch()]))
  function choose(feature: Feature | null): void {
    filter.value = feature
    apply()
  }

  watch(
    () => store.confirmations,
    () => {
      void each((list) => list.refresh())
      if (subject.kind !== 'me') void card.refresh()
    },
  )
  const poll = setInterval(() => {
    if (readings.value.some(isSyncing)) void each((list) => list.retry())
  }, syncPollMs)
  onScopeDispose(() => clearInterval(poll))

  return {
    now,
    card,
    filter,
    choose,
    chips,
    arranged,
    busy,
    denial,
    readings,
    wantedReadings,
    isConnected,
    sections,
    waiting,
    apply,
    hasMore,
    hasMoreToDo,
    pull,
    loadMore,
    retry,
    retryAll,
  }
}
