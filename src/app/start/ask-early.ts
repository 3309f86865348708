import type { Boot } from '#contract/session'
import type { Subject } from '../subject/subject.ts'
import { features, featuresOf } from '../work/features.ts'
import { cardKey, readCard } from '../work/read-card.ts'
import { readWork, workKey } from '../work/read-work.ts'

/** A request of the first board, under the key of the board's own query. */
export interface EarlyRequest {
  key: string[]
  ask: (signal?: AbortSignal) => Promise<unknown>
}

/** The requests of this subject's first board. */
export function earlyRequests(subject: Subject, { session }: Boot): EarlyRequest[] {
  const isConfigured = new Set(session?.sources.flatMap(({ id, configured }) => (configured ? id : [])))
  const requests: EarlyRequest[] = featuresOf(subject)
    .filter((feature) => isConfigured.has(features[feature].source))
    .map((feature) => ({
      key: workKey(subject, feature, 'open'),
      ask: (signal) => readWork(subject, feature, signal ? { signal } : {}),
    }))
  if (subject.kind !== 'me')
    requests.push({ key: cardKey(subject), ask: (signal) => readCard(subject, signal ? { signal } : {}) })
  return requests
}

/** Sends them before the page has come; its queries then get the same answers. */
export function askEarly(subject: Subject, boot: Boot): EarlyRequest[] {
  return earlyRequests(subject, boot).map(({ key, ask }) => {
    const answer = ask()
    // The query that takes the answer over handles its failure.
    answer.catch(() => undefined)
    return { key, ask: () => answer }
  })
}
