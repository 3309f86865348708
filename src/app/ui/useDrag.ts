import { ref } from 'vue'

/** So far down lets go of it; a shorter pull goes back. */
const farPx = 80

/** A handle that is pulled down. `offset` is how far, in pixels; `released` hears of a pull that was far enough. */
export function useDrag(released: () => void) {
  const offset = ref(0)
  /** A pull is no tap on the handle. */
  let wasPulled = false
  let from: number | null = null

  return {
    offset,
    wasPulled: () => wasPulled,
    handlers: {
      pointerdown(event: PointerEvent) {
        from = event.clientY
        wasPulled = false
        if (event.currentTarget instanceof HTMLElement) event.currentTarget.setPointerCapture?.(event.pointerId)
      },
      pointermove(event: PointerEvent) {
        if (from === null) return
        offset.value = Math.max(0, event.clientY - from)
        wasPulled ||= offset.value > 4
      },
      pointerup() {
        if (from !== null && offset.value > farPx) released()
        from = null
        offset.value = 0
      },
      pointercancel() {
        from = null
        offset.value = 0
      },
    },
  }
}
