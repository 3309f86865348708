import { computed, shallowRef, watch, type Ref } from 'vue'
import type { Feature } from '../work/features.ts'
import { arrange, noticeOf } from './source-notices.ts'
import type { Readings } from './useReadings.ts'

/** The notices above and below the rows: they change places only when the rows are arranged. */
export function usePlacedNotices({ readings, isWanted, filter }: Readings, arrangements: Ref<number>) {
  const notices = computed(() => readings.value.flatMap((reading) => noticeOf(reading) ?? []))
  /** Of the rows on screen, and beside all of them the one that offers to connect. */
  const shown = computed(() => {
    const offer = filter.value === null ? notices.value.find(({ action }) => action?.kind === 'connect') : undefined
    return notices.value.filter((notice) => notice === offer || isWanted(notice))
  })
  const placed = shallowRef<Feature[]>([])
  watch(arrangements, () => (placed.value = shown.value.map(({ feature }) => feature)), { immediate: true })
  return computed(() => arrange(shown.value, placed.value))
}
