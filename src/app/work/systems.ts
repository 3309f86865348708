import type { LinkedSourceId, SourceId } from '#contract/source'

/** What people call each system. */
export const systems: Record<SourceId | 'wecom', string> = {
  wecom: '企业微信',
  youmi: '友米',
  waiqin: '勤策',
  tanma: '探马',
  yunzhong: '芸众',
  orders: '订单系统',
}

/** Those that the company calls by a name of its own. */
export function nameSystems(sources: readonly { id: SourceId; name?: string | undefined }[]): void {
  for (const { id, name } of sources) if (name) systems[id] = name
}

const linked: Record<LinkedSourceId, true> = { youmi: true, waiqin: true, orders: true }

/** The sources with customers of their own, which a contact can be linked to. */
export const linkedSources = Object.keys(linked) as LinkedSourceId[]

export const isLinkedSource = (source: SourceId): source is LinkedSourceId => source in linked

/** For `style`: the colour by which a system is recognised, as the variable `--source`. */
export const sourceColour = (source: SourceId): Record<string, string> => ({ '--source': `var(--app-${source})` })
