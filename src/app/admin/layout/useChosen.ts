import { computed, shallowRef, type Ref } from 'vue'

/** Which row of a list is chosen. It stays chosen when the list changes; where it is gone, the first one is. */
export function useChosen<Item>(items: Readonly<Ref<readonly Item[]>>, keyOf: (item: Item) => string) {
  const key = shallowRef<string | null>(null)
  const chosen = computed(() => {
    const found = items.value.findIndex((item) => keyOf(item) === key.value)
    return found < 0 && items.value.length > 0 ? 0 : found
  })
  const one = computed(() => items.value[chosen.value] ?? null)

  function choose(index: number): void {
    const item = items.value[index]
    key.value = item === undefined ? null : keyOf(item)
  }

  return { chosen, one, choose }
}
