import { onScopeDispose, ref, type Ref } from 'vue'
import { serverNow, watchClock } from './server-time.ts'

/** The BFF's time, updated once a minute: nothing on the board is finer. */
export function useNow(): Ref<number> {
  const now = ref(serverNow())
  const update = (): void => void (now.value = serverNow())
  const id = setInterval(update, 60_000)
  onScopeDispose(watchClock(update))
  onScopeDispose(() => clearInterval(id))
  return now
}
