import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import type { WorkItem } from '#contract/work'
import { realTimer, type Timer } from '../host/deadline.ts'
import { agenda, folding, type Section, type SectionId } from './agenda.ts'
import { arrivalWords, arrivedIn, keepsInPlace } from './arrivals.ts'

/** How long the first rows wait for slower sources, so that they can be painted together. */
const gatherMs = 300
/** News are listed below what is due: painted first, they would be pushed down. */
const newsGatherMs = 1500

const isNews = ({ kind }: WorkItem): boolean => kind === 'moment' || kind === 'notice'

interface Given {
  items: Ref<WorkItem[]>
  /** Whether a source has not answered for the first time yet. */
  isGathering: Ref<boolean>
  /** Sections of which only a line is on screen. */
  folded?: Ref<readonly SectionId[]>
  /** Whether the user has just asked for other rows, which are then shown as they come. */
  isAsked?: Ref<boolean>
  /** Read when rows come, not watched: time alone moves no row. */
  clock: () => number
  timer?: Timer
}

/** The agenda on screen. After the first paint rows never move by themselves: changes that would move them wait. */
export function useAgenda({
  items,
  isGathering,
  folded = ref(folding),
  isAsked = ref(false),
  clock,
  timer = realTimer,
}: Given) {
  const shown = shallowRef<Section[] | null>(null)
  const next = computed(() => agenda(items.value, clock()))
  const isWaiting = computed(() => shown.value !== null && !keepsInPlace(shown.value, next.value, folded.value))
  const waiting = computed(() => (isWaiting.value && shown.value ? arrivalWords(shown.value, next.value) : null))
  const sections = computed(() => {
    const fresh = new Map(items.value.map((item) => [item.id, item]))
    const refresh = (item: WorkItem): WorkItem => fresh.get(item.id) ?? item
    return shown.value?.map(({ id, items }) => ({ id, items: items.map(refresh) })) ?? null
  })
  /** Grows when the notices around the rows may be placed again. */
  const arrangements = ref(0)
  /** Ids of the rows that had waited until the user asked for them. */
  const arrived = shallowRef<ReadonlySet<string>>(new Set())
  let gathering: { id: unknown; ms: number } | null = null

  function show(): void {
    timer.clear(gathering?.id)
    gathering = null
    if (!shown.value?.length) arrangements.value += 1
    // A list that is still loading is not shown as an empty one.
    shown.value = next.value.length === 0 && isGathering.value ? null : next.value
  }

  /** The user asked for it, so rows may move. */
  function apply(): void {
    arrangements.value += 1
    arrived.value = new Set()
    show()
  }

  /** Puts in the rows that wait. */
  function admit(): void {
    const rows = arrivedIn(shown.value ?? [], next.value)
    apply()
    arrived.value = new Set(rows.map(({ id }) => id))
  }

  function settle(): void {
    if (isAsked.value) return apply()
    const hasRows = (shown.value?.length ?? 0) > 0
    if (hasRows ? !isWaiting.value : !isGathering.value) return show()
    if (hasRows || items.value.length === 0) return
    const ms = items.value.every(isNews) ? newsGatherMs : gatherMs
    if (gathering && gathering.ms <= ms) return
    timer.clear(gathering?.id)
    gathering = { id: timer.set(show, ms), ms }
  }

  watch([next, isGathering], settle, { immediate: true })
  onScopeDispose(() => timer.clear(gathering?.id))
  return { sections, waiting, arrangements, arrived, apply, admit }
}
