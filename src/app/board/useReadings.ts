import { computed, ref, shallowRef } from 'vue'
import { countToDo } from '../agenda/agenda.ts'
import { sectionCounts, type Loaded } from '../agenda/counts.ts'
import { isAboutSubject } from '../failures/explain.ts'
import { useSession } from '../session/session.ts'
import type { Subject } from '../subject/subject.ts'
import { useNow } from '../ui/useNow.ts'
import { features, featuresOf, isAside, type Feature } from '../work/features.ts'
import { everything, isEverything, type Find } from '../work/read-work.ts'
import { useWorkList } from '../work/useWorkList.ts'
import { chipState } from './source-notices.ts'
import { useCard } from '../work/useCard.ts'

/** What is known of one subject: its card, a list of each feature, and which of them the chips have chosen. */
export function useReadings(subject: Subject) {
  const session = useSession()
  const now = useNow()
  const card = useCard(subject)
  const find = shallowRef<Find>(everything)
  const lists = featuresOf(subject)
    .filter((feature) => session.isConfigured(features[feature].source))
    .map((feature) => useWorkList(subject, feature, 'open', find))
  const filter = ref<Feature | null>(null)

  const visible = computed(() => lists.filter(({ data }) => data.value?.state !== 'unconfigured'))
  /** In the agenda of all, or alone in the view that was chosen. */
  const isWanted = ({ feature }: { feature: Feature }): boolean =>
    filter.value === null ? !isAside(feature) : filter.value === feature
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
  /** How much there is to do, by the whole lists: what is looked for is a part of them. */
  const toDoIn = computed<ReadonlyMap<Feature, number>>((former) => {
    if (former && !isEverything(find.value)) return former
    const known = readings.value.flatMap(({ feature, items, data }) => (data ? [{ feature, items, data }] : []))
    return new Map(known.map(({ feature, items, data }) => [feature, countToDo(items, data.counts.open, now.value)]))
  })
  const chips = computed(() =>
    readings.value.map((reading) => ({
      feature: reading.feature,
      state: chipState(reading),
      count: toDoIn.value.get(reading.feature) ?? null,
      isAside: isAside(reading.feature),
    })),
  )
  /** Of the lists on screen, and without the chips of all that is to do. */
  const loadedOf = (some: typeof lists) =>
    some.map(({ items, hasMore, data }) => ({
      items: items.value,
      hasMore: hasMore.value,
      overdue: isEverything(find.value) ? (data.value?.counts.overdue ?? 0) : null,
    }))
  const loaded = computed(() => loadedOf(wanted.value))
  const toDo = computed<Loaded[]>((former) =>
    former && !isEverything(find.value) ? former : loadedOf(visible.value.filter(({ feature }) => !isAside(feature))),
  )
  const counts = computed(() => sectionCounts(loaded.value, now.value))
  const denial = computed(() => [card.error.value, ...lists.map(({ error }) => error.value)].find(isAboutSubject))

  return { now, card, filter, find, visible, isWanted, wanted, readings, wantedReadings, chips, counts, toDo, denial }
}

export type Readings = ReturnType<typeof useReadings>
