import { onScopeDispose, ref, watch, type Ref } from 'vue'
import { loadPicture } from '../../api/picture.ts'

/** The address that shows a picture, which the BFF is asked for by a call: an element could not bring the bearer. */
export function usePicture(source: () => string | null, onFailure: () => void): Ref<string | null> {
  const shown = ref<string | null>(null)
  let asking = new AbortController()

  async function show(path: string | null): Promise<void> {
    asking.abort()
    asking = new AbortController()
    const { signal } = asking
    shown.value = null
    if (!path) return
    try {
      const address = path.startsWith('/api/') ? await loadPicture(path, signal) : path
      if (!signal.aborted) shown.value = address
    } catch {
      if (!signal.aborted) onFailure()
    }
  }

  watch(source, (path) => void show(path), { immediate: true })
  onScopeDispose(() => asking.abort())
  return shown
}
