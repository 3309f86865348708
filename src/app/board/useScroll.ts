import { nextTick, onBeforeUnmount, onMounted, watch, type Ref } from 'vue'
import type { SectionId } from '../agenda/agenda.ts'
import type { Feature } from '../work/features.ts'
import type { Place } from './places.ts'

interface Given {
  place: Place
  filter: Ref<Feature | null>
  /** What stands below the chips. */
  list: Ref<HTMLElement | null>
  hasRows: () => boolean
}

/** Where the board is scrolled to: each chip keeps its own place, and begins at its first heading, just below the chips. */
export function useScroll({ place, filter, list, hasRows }: Given) {
  /** `--app-top` is what the chips cover; 0 on a board without them. */
  const chipsHeight = (): number =>
    list.value ? Number.parseFloat(getComputedStyle(list.value).getPropertyValue('--app-top')) || 0 : 0
  /** How far the page is scrolled when the list's first line is just below the chips. */
  const start = (): number => (list.value?.offsetTop ?? 0) - chipsHeight()
  const to = (top: number): void => window.scrollTo({ top })
  const keep = (): void => void place.tops.set(filter.value, window.scrollY)

  /** The card stays as far as it is in view. */
  const toStart = (): void => to(Math.min(window.scrollY, start()))

  async function afterChoosing(choose: () => void): Promise<void> {
    keep()
    const isAgain = filter.value
    choose()
    await nextTick()
    const former = isAgain === filter.value ? undefined : place.tops.get(filter.value)
    if (former === undefined) toStart()
    else to(former)
  }

  async function toSection(id: SectionId): Promise<void> {
    await nextTick()
    const section = list.value?.querySelector(`[aria-labelledby=section-${id}]`)
    if (section) to(section.getBoundingClientRect().top + window.scrollY - chipsHeight())
  }

  onMounted(() => {
    to(0)
    const stop = watch(
      hasRows,
      async (has) => {
        if (!has) return
        await nextTick()
        stop?.()
        to(place.tops.get(filter.value) ?? 0)
      },
      { immediate: true },
    )
  })
  onBeforeUnmount(keep)
  return { afterChoosing, toStart, toSection }
}
