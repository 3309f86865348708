import type { WorkItem } from '#contract/work'
import type { Section } from './agenda.ts'
import { featureOf, features } from '../work/features.ts'

const places = (sections: readonly Section[]): string[] =>
  sections.flatMap(({ id, items }) => items.map((item) => `${id} ${item.id}`))

/** Whether the new agenda only adds rows below those on screen, so that none of these moves. */
export function keepsInPlace(shown: readonly Section[], next: readonly Section[]): boolean {
  const after = places(next)
  return places(shown).every((place, index) => after[index] === place)
}

/** The pill's text: how many rows of which source wait, or that the list has changed. */
export function arrivalWords(shown: readonly Section[], next: readonly Section[]): string {
  const known = new Set(shown.flatMap(({ items }) => items.map(({ id }) => id)))
  const counts = new Map<string, number>()
  // Past rows are not announced.
  const ahead = next.filter(({ id }) => id !== 'past')
  const arrived: WorkItem[] = ahead.flatMap(({ items }) => items.filter(({ id }) => !known.has(id)))
  for (const item of arrived) {
    const word = features[featureOf(item)].row
    counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  if (counts.size === 0) return '列表有更新'
  return `${[...counts].map(([word, count]) => `${word} ${count} 条`).join('，')}已到`
}
