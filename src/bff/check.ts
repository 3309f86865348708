/** How a check went. `skipped`: nothing to look at, or something that it needs has failed. */
export type State = 'ok' | 'warn' | 'fail' | 'skipped'

export interface Verdict {
  state: State
  /** What was found, in one line of Chinese. Never a secret. */
  says: string
  /** Where, in which console or variable, it is mended; null where nothing is wrong. */
  fix: string | null
  /** No call tells it: a person has to look. */
  isByHand?: true
}

/** One thing that must be right before a salesperson sees their board. */
export interface Check {
  id: string
  /** Whose console or configuration it belongs to. */
  group: string
  title: string
  /** Ids of checks earlier in the list; unless they pass, this one is skipped. */
  needs?: readonly string[]
  /** May reject: an UpstreamError or AppError is explained by `explain`, anything else is a bug of the check. */
  run(signal: AbortSignal): Promise<Verdict>
  /** What a rejection means; null for the explanation that all vendors share. */
  explain?(error: unknown): Verdict | null
}

export interface Finding extends Verdict {
  id: string
  group: string
  title: string
}

export const ok = (says: string): Verdict => ({ state: 'ok', says, fix: null })
export const warn = (says: string, fix: string): Verdict => ({ state: 'warn', says, fix })
export const fail = (says: string, fix: string): Verdict => ({ state: 'fail', says, fix })
export const byHand = (says: string): Verdict => ({ state: 'skipped', says, fix: null, isByHand: true })
export const skipped = (says: string): Verdict => ({ state: 'skipped', says, fix: null })
