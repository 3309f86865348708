import { ref } from 'vue'
import { call } from '../../api/call.ts'
import { useSession } from '../../session/session.ts'

/** My login at 芸众. The password goes to the BFF once and is kept nowhere. */
export function useConnection(onChange: () => void) {
  const session = useSession()
  const isBusy = ref(false)
  const error = ref<unknown>(null)

  async function attempt(isConnected: boolean, run: () => Promise<unknown>): Promise<boolean> {
    if (isBusy.value) return false
    isBusy.value = true
    error.value = null
    try {
      await run()
      session.setConnected('yunzhong', isConnected)
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
      attempt(true, () => call('PUT /api/me/connections/yunzhong', { body: { mobile, password } })),
    disconnect: () => attempt(false, () => call('DELETE /api/me/connections/yunzhong', {})),
  }
}
