import { onScopeDispose, ref, type Ref } from 'vue'

/** The time, updated once a minute: nothing on the board is finer. */
export function useNow(): Ref<number> {
  const now = ref(Date.now())
  const id = setInterval(() => (now.value = Date.now()), 60_000)
  onScopeDispose(() => clearInterval(id))
  return now
}
