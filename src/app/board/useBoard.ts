import { computed, shallowRef, watch } from 'vue'
import { folding, type SectionId } from '../agenda/agenda.ts'
import { isWhole } from '../agenda/counts.ts'
import { useAgenda } from '../agenda/useAgenda.ts'
import { isEverything } from '../work/read-work.ts'
import { serverNow } from '../ui/server-time.ts'
import type { Subject } from '../subject/subject.ts'
import { usePlaces } from './places.ts'
import { useBoardActs } from './useBoardActs.ts'
import { usePlacedNotices } from './usePlacedNotices.ts'
import { useReadings } from './useReadings.ts'

/** Everything that one subject's board shows, and what can be done to it. */
export function useBoard(subject: Subject) {
  const known = useReadings(subject)
  const { filter, find, now, wanted } = known
  const place = usePlaces().of(subject)
  filter.value = place.filter
  find.value = place.find
  watch([filter, find], () => Object.assign(place, { filter: filter.value, find: find.value }))
  const folded = shallowRef<readonly SectionId[]>(folding)
  const { arrangements, ...shown } = useAgenda({
    items: computed(() => wanted.value.flatMap((list) => list.items.value)),
    isGathering: computed(() => wanted.value.some((list) => list.isFirst.value)),
    folded,
    isAsked: computed(() => !isEverything(find.value)),
    clock: serverNow,
  })
  const arranged = usePlacedNotices(known, arrangements)
  const acts = useBoardActs(subject, known, shown.apply)
  /** Whether further pages would bring rows that are not folded: past ones are the last. */
  const hasMore = computed(() =>
    wanted.value.some(({ items, hasMore }) => {
      const list = { items: items.value, hasMore: hasMore.value, overdue: null }
      return !isWhole(list, folded.value.includes('past') ? 'undated' : 'past', now.value)
    }),
  )

  function fold(id: SectionId): void {
    const isFolded = folded.value.includes(id)
    folded.value = isFolded ? folded.value.filter((each) => each !== id) : [...folded.value, id]
  }
  return { ...known, ...shown, place, folded, fold, arranged, hasMore, ...acts }
}

export type Board = ReturnType<typeof useBoard>
