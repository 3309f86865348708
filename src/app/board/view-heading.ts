import type { Feature } from '../work/features.ts'
import type { Listing } from '../work/read-work.ts'

/** The heading of a view without days; null where the agenda's own headings are used. */
export function viewHeading(feature: Feature | null, data: Listing | undefined): string | null {
  if (!data) return null
  if (feature === 'notices') return `未读 ${data.counts.open}`
  if (feature !== 'moments') return null
  const { summary } = data
  return summary
    ? `全公司待完成 ${summary.waiting} · 已完成 ${summary.finished} · 共 ${summary.total}`
    : `未完成 ${data.counts.open}`
}
