import type { Boot } from '#contract/session'
import type { Subject } from '../subject/subject.ts'
import { features, featuresOf } from './features.ts'
import { cardKey, readCard } from './read-card.ts'
import { readWork, workKey } from './read-work.ts'

/** A question that left before the page stood, under the key by which the board will ask it. */
export interface Asked {
  key: string[]
  answer: Promise<unknown>
}

/** Asks for all that the first board of this subject shows. Needs nothing of the page but the client and the BFF. */
export function askEarly(subject: Subject, { session }: Boot): Asked[] {
  const isConfigured = new Set(session?.sources.flatMap(({ id, configured }) => (configured ? id : [])))
  const asked: Asked[] = featuresOf(subject)
    .filter((feature) => isConfigured.has(features[feature].source))
    .map((feature) => ({ key: workKey(subject, feature, 'open'), answer: readWork(subject, feature) }))
  if (subject.kind !== 'me') asked.push({ key: cardKey(subject), answer: readCard(subject) })
  // Whoever takes the answer over hears of its failure as well.
  for (const { answer } of asked) answer.catch(() => undefined)
  return asked
}
