import type { Boot } from '#contract/session'
import type { Subject } from '../subject/subject.ts'
import { features, featuresOf } from '../work/features.ts'
import { cardKey, readCard } from '../board/read-card.ts'
import { readWork, workKey } from '../work/read-work.ts'

/** One of those that a board asks, under the board's own key for it. */
export interface Question {
  key: string[]
  ask: (signal?: AbortSignal) => Promise<unknown>
}

/** All that the first board of this subject shows. Needs nothing of the page but the client and the BFF. */
export function questionsOf(subject: Subject, { session }: Boot): Question[] {
  const isConfigured = new Set(session?.sources.flatMap(({ id, configured }) => (configured ? id : [])))
  const questions: Question[] = featuresOf(subject)
    .filter((feature) => isConfigured.has(features[feature].source))
    .map((feature) => ({
      key: workKey(subject, feature, 'open'),
      ask: (signal) => readWork(subject, feature, signal ? { signal } : {}),
    }))
  if (subject.kind !== 'me') questions.push({ key: cardKey(subject), ask: (signal) => readCard(subject, signal) })
  return questions
}

/** Asks before there is a page to hear it; who asks again is given the same answers. */
export function askEarly(subject: Subject, boot: Boot): Question[] {
  return questionsOf(subject, boot).map(({ key, ask }) => {
    const answer = ask()
    // Whoever takes the answer over hears of its failure as well.
    answer.catch(() => undefined)
    return { key, ask: () => answer }
  })
}
