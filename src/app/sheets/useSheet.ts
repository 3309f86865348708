import { defineAsyncComponent, ref, shallowRef } from 'vue'
import type { Sheet } from './sheet.ts'

/** The sheet over one board. All sheets are one lazy part, which may fail to load. */
export function useSheet() {
  const sheet = shallowRef<Sheet | null>(null)
  const isLost = ref(false)

  const BoardSheet = defineAsyncComponent({
    loader: () => import('./BoardSheet.vue'),
    onError: (_error, _retry, fail) => {
      sheet.value = null
      isLost.value = true
      fail()
    },
  })

  function open(next: Sheet): void {
    isLost.value = false
    sheet.value = next
  }

  function close(): void {
    sheet.value = null
  }

  return { sheet, isLost, BoardSheet, open, close }
}
