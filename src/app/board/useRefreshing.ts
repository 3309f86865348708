import { ref } from 'vue'

/** Two flags: the list moves while it is pulled, and stays where a button was pressed. */
export function useRefreshing(read: () => Promise<void>) {
  const isPulling = ref(false)
  const isRefreshing = ref(false)

  async function pull(): Promise<void> {
    isPulling.value = true
    await read().finally(() => (isPulling.value = false))
  }

  async function refresh(): Promise<void> {
    if (isPulling.value || isRefreshing.value) return
    isRefreshing.value = true
    await read().finally(() => (isRefreshing.value = false))
  }

  return { isPulling, isRefreshing, pull, refresh }
}
