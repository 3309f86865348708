import { onBeforeUnmount, onMounted, type Ref } from 'vue'

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)

/** `/` leads to the search field, from wherever nothing is typed. */
export function useSearchKey(field: Readonly<Ref<HTMLInputElement | null>>): void {
  function onKey(event: KeyboardEvent): void {
    if (event.key !== '/' || event.isComposing || isTyping(event.target)) return
    event.preventDefault()
    field.value?.focus()
  }
  onMounted(() => document.addEventListener('keydown', onKey))
  onBeforeUnmount(() => document.removeEventListener('keydown', onKey))
}
