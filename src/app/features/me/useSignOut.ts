import { ref } from 'vue'
import { readProblem } from '../../api/problem-error.ts'
import { sendPlainly } from '../../api/call.ts'

const request = {
  method: 'POST',
  url: '/auth/logout',
  query: undefined,
  body: undefined,
  headers: {},
  signal: undefined,
}

/** Signs out, and leaves the page: all that it knew goes with it. */
export function useSignOut(page: { location: Pick<Location, 'replace'> } = window) {
  const isBusy = ref(false)
  const error = ref<unknown>(null)

  async function signOut(): Promise<void> {
    if (isBusy.value) return
    isBusy.value = true
    error.value = null
    try {
      const { status, data } = await sendPlainly(request)
      if (status !== 204) throw readProblem(data)
      page.location.replace('/auth/signed-out')
    } catch (failure) {
      error.value = failure
      isBusy.value = false
    }
  }

  return { isBusy, error, signOut }
}
