import { computed, ref, type Ref } from 'vue'
import type { SectionId } from '../agenda/agenda.ts'
import { features, isAside, type Feature } from '../work/features.ts'
import type { Board } from './useBoard.ts'
import { useScroll } from './useScroll.ts'

/** Which rows are on screen, in which order, and from where: by a chip, by customer, by a jump to a section. */
export function useChoosing(board: Board, list: Ref<HTMLElement | null>, hasRows: () => boolean) {
  const { chips, filter, place, sections } = board
  const { afterChoosing, toSection, toStart } = useScroll({ place, filter, list, hasRows })
  /** For who does not see what was chosen. */
  const said = ref('')
  const chosenOrder = ref(place.isByCustomer)
  const isByCustomer = computed({
    get: () => chosenOrder.value,
    set(byCustomer) {
      chosenOrder.value = byCustomer
      place.isByCustomer = byCustomer
    },
  })
  const isOfAll = computed(() => !(filter.value && isAside(filter.value)))

  async function choose(feature: Feature | null): Promise<void> {
    await afterChoosing(() => board.choose(feature))
    const chosen = chips.value.filter((chip) => (feature ? chip.feature === feature : !chip.isAside))
    const counts = chosen.flatMap(({ count }) => count ?? [])
    const sum = counts.reduce((total, count) => total + count, 0)
    said.value = (feature ? features[feature].row : '要做') + (counts.length > 0 ? `，${sum} 条` : '')
  }

  async function jump(id: SectionId): Promise<void> {
    isByCustomer.value = false
    if (filter.value) await choose(null)
    await toSection(id === 'later' && !sections.value?.some((section) => section.id === id) ? 'today' : id)
  }

  /** Puts in the rows that came late. */
  function showArrived(): void {
    board.admit()
    toStart()
  }

  return { said, isByCustomer, isOfAll, choose, jump, showArrived }
}
