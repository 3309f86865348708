import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

/** A sentence that is said once, and shown for a moment. */
export interface Toast {
  words: string
  /** What was done is seen where it was done: the sentence is for who cannot see it. */
  isHidden?: boolean
  /** Takes back what was done. */
  undo?: () => void
}

/** Long enough to read a number; longer where something may be taken back. */
const shownMs = 2000
const undoMs = 8000

/** What was said last. The page has one place for it, which comes after the first rows. */
export const useToast = defineStore('toast', () => {
  const toast = shallowRef<Toast | null>(null)
  const hasPlace = shallowRef(false)
  let timer = 0

  function say(next: Toast): void {
    toast.value = next
    window.clearTimeout(timer)
    timer = window.setTimeout(() => (toast.value = null), next.undo ? undoMs : shownMs)
  }

  return { toast, hasPlace, say }
})
