import { onBeforeUnmount, onMounted } from 'vue'

const mark = 'sidedesk:sheet'

const isMarked = (): boolean => {
  const state: unknown = history.state
  return typeof state === 'object' && state !== null && mark in state
}

/**
 * The system's back goes to `back` instead of leaving the page, by an entry of the history with the same address: another
 * address would need another signature. `back` says whether there is still something to go back from.
 */
export function useSystemBack(back: () => boolean) {
  let isLeft = false
  const enter = (): void => history.pushState({ ...history.state, [mark]: true }, '')

  function onPop(): void {
    if (isLeft || isMarked()) return
    if (back()) enter()
    else isLeft = true
  }

  /** Takes the entry away again, once. */
  function leave(): void {
    if (isLeft) return
    isLeft = true
    if (isMarked()) history.back()
  }

  onMounted(() => {
    // A page that was loaded again, or came back, may stand on such an entry already.
    if (!isMarked()) enter()
    window.addEventListener('popstate', onPop)
  })
  onBeforeUnmount(() => {
    window.removeEventListener('popstate', onPop)
    leave()
  })
  return { leave }
}
