import type { WorkItem } from '#contract/work'
import { foldedIn, folding, type Section, type SectionId } from './agenda.ts'
import { featureOf, features } from '../work/features.ts'

/** What stands on the screen, in its order. A folded section is one line. */
function places(sections: readonly Section[], folded: readonly SectionId[]): string[] {
  const here = foldedIn(sections, folded)
  return sections.flatMap(({ id, items }) => (here.includes(id) ? id : items.map((item) => `${id} ${item.id}`)))
}

/** Whether the new agenda only adds below what is on screen, so that nothing of that moves. */
export function keepsInPlace(
  shown: readonly Section[],
  next: readonly Section[],
  folded: readonly SectionId[] = folding,
): boolean {
  const after = places(next, folded)
  return places(shown, folded).every((place, index) => after[index] === place)
}

/** Ids that are in the new agenda only. Those of past rows are not announced. */
export function arrivedIn(shown: readonly Section[], next: readonly Section[]): WorkItem[] {
  const known = new Set(shown.flatMap(({ items }) => items.map(({ id }) => id)))
  const ahead = next.filter(({ id }) => id !== 'past')
  return ahead.flatMap(({ items }) => items.filter(({ id }) => !known.has(id)))
}

/** What waits: how many rows of which source, or that the list has changed. */
export function arrivalWords(shown: readonly Section[], next: readonly Section[]): string {
  const counts = new Map<string, number>()
  for (const item of arrivedIn(shown, next)) {
    const word = features[featureOf(item)].row
    counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  if (counts.size === 0) return '列表有更新'
  return `${[...counts].map(([word, count]) => `${word} ${count} 条`).join('，')}已到`
}
