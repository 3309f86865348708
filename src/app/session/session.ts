import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Boot } from '#contract/session'
import type { SourceId } from '#contract/source'

/** Who is signed in, and which sources this company has; from the page itself. */
export const useSession = defineStore('session', () => {
  const boot = shallowRef<Boot | null>(null)
  const staff = computed(() => boot.value?.session?.staff ?? null)
  const sources = computed(() => boot.value?.session?.sources ?? [])

  const isConfigured = (source: SourceId): boolean =>
    sources.value.some(({ id, configured }) => id === source && configured)
  /** What the user changed since the page was opened. */
  const changes = shallowRef<Partial<Record<SourceId, boolean>>>({})
  /** Whether the user has a login at the vendor, as far as the page knows: it may have expired since. */
  const wasConnected = (source: SourceId): boolean =>
    changes.value[source] ?? sources.value.some(({ id, connected }) => id === source && connected)

  function setConnected(source: SourceId, isConnected: boolean): void {
    changes.value = { ...changes.value, [source]: isConnected }
  }

  function begin(value: Boot): void {
    boot.value = value
  }

  return { boot, staff, isConfigured, wasConnected, setConnected, begin }
})
