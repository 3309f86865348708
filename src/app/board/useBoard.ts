import { computed } from 'vue'
import { hasReachedPast } from '../agenda/agenda.ts'
import { useAgenda } from '../agenda/useAgenda.ts'
import { serverNow } from '../ui/server-time.ts'
import type { Subject } from '../subject/subject.ts'
import { useBoardActs } from './useBoardActs.ts'
import { usePlacedNotices } from './usePlacedNotices.ts'
import { useReadings } from './useReadings.ts'

/** Everything that one subject's board shows, and what can be done to it. */
export function useBoard(subject: Subject) {
  const known = useReadings(subject)
  const { now, wanted } = known
  const { arrangements, ...shown } = useAgenda({
    items: computed(() => wanted.value.flatMap((list) => list.items.value)),
    isGathering: computed(() => wanted.value.some((list) => list.isFirst.value)),
    clock: serverNow,
  })
  const arranged = usePlacedNotices(known, arrangements)
  const acts = useBoardActs(subject, known, shown.apply)
  const hasMore = computed(() => wanted.value.some((list) => list.hasMore.value))
  const hasMoreToDo = computed(() =>
    wanted.value.some((list) => list.hasMore.value && !hasReachedPast(list.items.value, now.value)),
  )
  return { ...known, ...shown, arranged, hasMore, hasMoreToDo, ...acts }
}
