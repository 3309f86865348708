import type { LinkedSourceId, SourceId } from '#contract/source'

/** What people call each system. */
export const systems: Record<SourceId | 'wecom', string> = {
  wecom: '企业微信',
  youmi: '友米',
  waiqin: '勤策',
  tanma: '探马',
  yunzhong: '芸众',
}

const linked: Record<LinkedSourceId, true> = { youmi: true, waiqin: true }

/** The sources with customers of their own, which a contact can be linked to. */
export const linkedSources = Object.keys(linked) as LinkedSourceId[]

export const isLinkedSource = (source: SourceId): source is LinkedSourceId => source in linked

/** For `style`: the colour by which a system is recognised, as the variable `--source`. */
export const sourceColour = (source: SourceId): Record<string, string> => ({ '--source': `var(--app-${source})` })
