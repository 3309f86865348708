import { computed, ref } from 'vue'
import { isEverything } from '../work/read-work.ts'
import type { Board } from './useBoard.ts'

const manyRows = 15

/** Whether the search is open, and whether it is worth offering: many rows, or some that are colleagues'. */
export function useFinding({ chips, find, readings }: Board) {
  const isFinding = ref(!isEverything(find.value))
  const canFind = computed(
    () =>
      isFinding.value ||
      chips.value.reduce((sum, { count }) => sum + (count ?? 0), 0) > manyRows ||
      readings.value.some(({ items }) => items.some(({ mine }) => !mine)),
  )
  return { isFinding, canFind }
}
