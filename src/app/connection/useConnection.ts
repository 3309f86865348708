import { ref } from 'vue'
import { call } from '../api.ts'

/** My login at 芸众. The password goes to the BFF once and is kept nowhere. */
export function useConnection(onChange: () => void) {
  const isBusy = ref(false)
  const error = ref<unknown>(null)

  async function attempt(run: () => Promise<unknown>): Promise<boolean> {
    if (isBusy.value) return false
    isBusy.value = true
    error.value = null
    try {
      await run()
      onChange()
      return true
    } catch (failure) {
      error.value = failure
      return false
    } finally {
      isBusy.value = false
    }
  }

  return {
    isBusy,
    error,
    connect: (mobile: string, password: string) =>
      attempt(() => call('PUT /api/me/connections/yunzhong', { body: { mobile, password } })),
    disconnect: () => attempt(() => call('DELETE /api/me/connections/yunzhong', {})),
  }
}
