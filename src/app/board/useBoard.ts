import { computed } from 'vue'
import { hasReachedPast } from '../agenda/agenda.ts'
import { useAgenda } from '../agenda/useAgenda.ts'
import type { Subject } from '../subject/subject.ts'
import { useBoardActs } from './useBoardActs.ts'
import { usePlacedNotices } from './usePlacedNotices.ts'
import { useReadings } from './useReadings.ts'

/** Everything that one subject's board shows, and what can be done to it. */
export function useBoard(subject: Subject) {
  const known = useReadings(subject)
  const { now, card, filter, wanted, readings, wantedReadings, chips, denial, isConnected } = known
  const { sections, waiting, arrangements, apply } = useAgenda({
    items: computed(() => wanted.value.flatMap((list) => list.items.value)),
    isGathering: computed(() => wanted.value.some((list) => list.isFirst.value)),
    clock: Date.now,
  })
  const arranged = usePlacedNotices(known, arrangements)
  const acts = useBoardActs(subject, known, apply)
  const withMore = computed(() => wanted.value.filter((list) => list.hasMore.value))
  const hasMore = computed(() => withMore.value.length > 0)
  const hasMoreToDo = computed(() => withMore.value.some(({ items }) => !hasReachedPast(items.value, now.value)))

  return {
    now,
    card,
    filter,
    chips,
    arranged,
    denial,
    readings,
    wantedReadings,
    isConnected,
    sections,
    waiting,
    apply,
    hasMore,
    hasMoreToDo,
    ...acts,
  }
}
