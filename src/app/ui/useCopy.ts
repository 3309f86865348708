import { onScopeDispose, ref } from 'vue'
import { copyText } from './copy-text.ts'

const shownMs = 1500

/** Copies one text and shows the outcome for a moment. */
export function useCopy() {
  const outcome = ref<'idle' | 'copied' | 'failed'>('idle')
  let timer = 0
  async function copy(text: string): Promise<void> {
    outcome.value = (await copyText(text)) ? 'copied' : 'failed'
    window.clearTimeout(timer)
    timer = window.setTimeout(() => (outcome.value = 'idle'), shownMs)
  }
  onScopeDispose(() => window.clearTimeout(timer))
  return { outcome, copy }
}
