import { onScopeDispose, ref } from 'vue'
import { copyText } from './copy-text.ts'
import { phoneWords } from './phone-words.ts'
import { useToast } from './toast.ts'

const shownMs = 1500
/** What is longer is not said again. */
const shortLength = 24

/** A finger covers the button that it presses. */
const isTouched = (): boolean => window.matchMedia('(pointer: coarse)').matches

/** Copies one text, and says how that went: by `outcome` in the button's place, where a finger covers that one in a line of its own. */
export function useCopy() {
  const outcome = ref<'idle' | 'copied' | 'failed'>('idle')
  const toasts = useToast()
  let timer = 0

  async function copy(text: string): Promise<void> {
    const isCopied = await copyText(text)
    const what = text.length > shortLength ? '' : ` ${phoneWords(text)}`
    const isHidden = !(isTouched() && toasts.hasPlace)
    toasts.say({ words: isCopied ? `已复制${what}` : '没能复制，请长按选择', isHidden })
    if (!isHidden) return
    outcome.value = isCopied ? 'copied' : 'failed'
    window.clearTimeout(timer)
    timer = window.setTimeout(() => (outcome.value = 'idle'), shownMs)
  }

  onScopeDispose(() => window.clearTimeout(timer))
  return { outcome, copy }
}
