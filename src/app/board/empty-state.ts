import type { LinkedSourceId } from '#contract/source'
import { features, type Feature } from './features.ts'
import { noticeOf, type Notice, type Reading } from './notices.ts'

export type EmptyState =
  | { kind: 'failed'; error: unknown }
  | { kind: 'unlinked'; choices: { source: LinkedSourceId; system: string }[] }
  /** `isPartial`: some source could not be asked, so there may be more. */
  | { kind: 'empty'; isPartial: boolean }

/** Why there is no row at all: each reason is another screen with another next step. */
export function emptyState(readings: readonly Reading[]): EmptyState {
  const failed = readings.filter(({ data, error }) => error && !data)
  if (failed.length > 0 && failed.length === readings.length) return { kind: 'failed', error: failed[0]?.error }
  const choices = readings.flatMap((reading) => {
    const action = noticeOf(reading)?.action
    return action?.kind === 'link' ? [{ source: action.source, system: features[reading.feature].system }] : []
  })
  return choices.length > 0 ? { kind: 'unlinked', choices } : { kind: 'empty', isPartial: failed.length > 0 }
}

/** The notices that the screen below does not already say. */
export function unsaid(notices: readonly Notice[], state: EmptyState | null): Notice[] {
  if (state?.kind === 'failed') return []
  return notices.filter(({ action }) => !(state?.kind === 'unlinked' && action?.kind === 'link'))
}

export const ofFilter = <T extends { feature: Feature }>(all: readonly T[], filter: Feature | null): T[] =>
  all.filter(({ feature }) => filter === null || filter === feature)
