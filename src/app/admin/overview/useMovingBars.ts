import { onScopeDispose, watch, type Ref } from 'vue'
import type { AdminStatus } from '#contract/admin-status'

const everyMs = 10_000

/** Asks again while a first reading goes on, so that its bar moves. */
export function useMovingBars(status: Readonly<Ref<AdminStatus | undefined>>, askAgain: () => Promise<void>): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(
    status,
    (now) => {
      clearTimeout(timer)
      if (now?.sources.some(({ state }) => state === 'first_sync')) timer = setTimeout(() => void askAgain(), everyMs)
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
}
