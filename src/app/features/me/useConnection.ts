import { ref } from 'vue'
import { call } from '../../api/call.ts'
import type { Subject } from '../../subject/subject.ts'
import { featuresOf, isPersonal } from '../../work/features.ts'
import { useReportChange } from '../../work/useReportChange.ts'
import { useSession } from '../../session/session.ts'

/** The user's login at 芸众. The password is sent to the BFF once and kept nowhere. */
export function useConnection(subject: Subject) {
  const report = useReportChange(subject)
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
      report(featuresOf(subject).filter(isPersonal))
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
