import { useQueryCache } from '@pinia/colada'
import { computed, onScopeDispose, shallowRef } from 'vue'
import type { Preview, PreviewRequest } from '#contract/admin-mapping'
import { useToast } from '../../ui/toast.ts'
import { isRefusedFor } from '../api/admin-error.ts'
import { callAdmin } from '../api/call-admin.ts'
import { isUnsure, ofWriting } from '../api/write-failure.ts'
import { writtenBy } from './preview-lines.ts'

interface Look {
  /** The heading of what is shown. */
  title: string
  body: PreviewRequest
}

/**
 * Previews a change of ids and writes it on demand; nothing else on the page writes ids. After a refusal the preview is
 * dropped and its request kept, to preview it again. While it writes, it cannot be closed, aborted or previewed again.
 */
export function useMapping() {
  const cache = useQueryCache()
  const toasts = useToast()
  const request = shallowRef<Look | null>(null)
  const preview = shallowRef<Preview | null>(null)
  const error = shallowRef<unknown>(null)
  const isBusy = shallowRef(false)
  const isWriting = shallowRef(false)
  let asked = new AbortController()

  async function attempt<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
    asked.abort()
    const { signal } = (asked = new AbortController())
    isBusy.value = true
    error.value = null
    try {
      const answer = await work(signal)
      return signal.aborted ? null : answer
    } catch (failure) {
      if (!signal.aborted) error.value = failure
      return null
    } finally {
      if (!signal.aborted) isBusy.value = false
    }
  }

  async function look(next: Look): Promise<Preview | null> {
    if (isWriting.value) return null
    const { body } = (request.value = next)
    const seen = await attempt((signal) => callAdmin('POST /api/admin/mappings/preview', { body, signal }))
    // A later request has its own preview, which this answer must not replace.
    if (request.value === next) preview.value = seen
    return seen
  }

  const lookAgain = async (): Promise<void> => void (request.value && (await look(request.value)))

  /** Writes what the preview showed. @returns how many rows; null where it was refused */
  async function write(typed?: number): Promise<number | null> {
    if (!preview.value || isBusy.value) return null
    const { previewId } = preview.value
    const body = typed === undefined ? { previewId } : { previewId, typed }
    isWriting.value = true
    const applied = await attempt(() => callAdmin('POST /api/admin/mappings/apply', { body }))
    isWriting.value = false
    return applied ? succeed(applied.written) : fail()
  }

  function fail(): null {
    error.value = ofWriting(error.value)
    if (isUnsure(error.value)) void cache.invalidateQueries({ key: ['admin'] })
    if (isRefusedFor(error.value, 'changed_meanwhile', 'preview_gone')) preview.value = null
    return null
  }

  function succeed(count: number): number {
    close()
    toasts.say({ words: `写入了 ${count} 行，在「历史」里可以撤销` })
    void cache.invalidateQueries({ key: ['admin'] })
    return count
  }

  function close(): void {
    if (isWriting.value) return
    asked.abort()
    isBusy.value = false
    request.value = preview.value = error.value = null
  }

  onScopeDispose(() => isWriting.value || asked.abort())
  const isOpen = computed(() => request.value !== null)
  const title = computed(() => request.value?.title ?? '')
  const written = computed(() => (preview.value ? writtenBy(preview.value) : 0))
  return { title, preview, error, isBusy, isWriting, isOpen, written, look, lookAgain, write, close }
}

export type Mapping = ReturnType<typeof useMapping>
