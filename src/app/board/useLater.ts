import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'
import { load } from './later.ts'

const laterMs = 1500

/** The keys of a desktop. What they do is loaded when the first rows are there, with all that waits for that; answers whether it is. */
export function useLater(search: () => void): Ref<boolean> {
  const isLoaded = ref(false)
  let listener: ((event: KeyboardEvent) => void) | null = null
  let timer = 0
  onMounted(() => {
    timer = window.setTimeout(async () => {
      const parts = await load().catch(() => null)
      if (!parts || timer === 0) return
      isLoaded.value = true
      listener = (event) => parts.onKey(event, search)
      document.addEventListener('keydown', listener)
    }, laterMs)
  })
  onBeforeUnmount(() => {
    window.clearTimeout(timer)
    timer = 0
    if (listener) document.removeEventListener('keydown', listener)
  })
  return isLoaded
}
