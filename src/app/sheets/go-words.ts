import type { SourceId } from '#contract/source'

/** What the button says that leads to the system in which an item is finished. */
export const goWords: Record<SourceId, string> = {
  youmi: '去友米完成',
  waiqin: '去勤策反馈',
  tanma: '去探马发送',
  yunzhong: '去芸众处理',
}
