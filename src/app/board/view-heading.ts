import type { Feature } from '../work/features.ts'
import type { Listing } from '../work/read-work.ts'

/** The heading of a view without days; null where the agenda's own headings are used. */
export function viewHeading(feature: Feature | null, data: Listing | undefined): string | null {
  if (!data) return null
  if (feature === 'notices') return `未读 ${data.counts.open}`
  return feature === 'moments' ? `我还没发 ${data.counts.open}` : null
}
