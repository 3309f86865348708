import { defineAsyncComponent, ref, shallowRef } from 'vue'
import type { Sheet } from './sheet.ts'

/** What lies over one board. The sheets come as one lazy part, which a bad network may not bring. */
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
