import { abortable } from '../../concurrency/abortable.ts'
import type { Check, Finding, Verdict } from '../../check.ts'
import { explainFailure } from './explain-failure.ts'

export interface ExamineOptions {
  /** No check takes longer. */
  timeoutMs: number
  /** Called for a check that failed by a bug of its own. */
  onBug(id: string, error: unknown): void
}

const longest = 300

/** One line without control characters: it may hold a vendor's words. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').slice(0, longest)

async function verdictOf(check: Check, { timeoutMs, onBug }: ExamineOptions): Promise<Verdict> {
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    return await abortable(check.run(signal), signal)
  } catch (error) {
    const known = check.explain?.(error) ?? explainFailure(error)
    if (known) return known
    onBug(check.id, error)
    return { state: 'fail', says: '自检本身出错了', fix: '看侧边台的日志，把这一行告诉开发者' }
  }
}

/** Runs all checks at once, each as soon as the checks it needs have passed. Never rejects. */
export function examine(checks: readonly Check[], options: ExamineOptions): Promise<Finding[]> {
  const running = new Map<string, Promise<Finding>>()

  async function settle(check: Check): Promise<Finding> {
    const { id, group, title, needs = [] } = check
    const needed = await Promise.all(needs.map((name) => running.get(name)))
    const cause = needed.find((finding) => finding && finding.state !== 'ok' && finding.state !== 'warn')
    const verdict = cause
      ? { state: 'skipped' as const, says: `等「${cause.title}」正常后再查`, fix: null }
      : await verdictOf(check, options)
    return {
      id,
      group,
      title,
      state: verdict.state,
      says: oneLine(verdict.says),
      fix: verdict.fix && oneLine(verdict.fix),
      ...(verdict.isByHand ? { isByHand: true } : {}),
    }
  }

  for (const check of checks) running.set(check.id, settle(check))
  return Promise.all(running.values())
}
