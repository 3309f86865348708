import type { Reading } from './source-notices.ts'

/** The list is as old as its oldest answer. All times have China's offset, so they sort as text. */
export const oldestOf = (readings: readonly Reading[]): string | undefined =>
  readings.flatMap(({ data }) => data?.asOf ?? []).sort()[0]
