import type { ErrorCode } from '#contract/error'

export interface Answered {
  /** A key of the contract's table, or a name for another request. */
  name: string
  status: number
  code: ErrorCode | null
  ms: number
}

const shownFaults = 40

/** Records all answers, and all violations. */
export function createLedger(tell: (line: string) => void) {
  const codes = new Map<string, number>()
  const latencies = new Map<string, number[]>()
  const states = new Map<string, number>()
  const violations = new Map<string, number>()
  let requests = 0
  let left = 0

  const add = (counts: Map<string, number>, key: string) => void counts.set(key, (counts.get(key) ?? 0) + 1)

  return {
    codes,
    latencies,
    states,
    violations,
    requests: () => requests,
    /** Requests that the page aborted because the salesperson went on. */
    left: () => left,
    leave: () => void (left += 1),
    answered({ name, status, code, ms }: Answered): void {
      requests += 1
      add(codes, code === null ? String(status) : `${status} ${code}`)
      const known = latencies.get(name)
      if (known) known.push(ms)
      else latencies.set(name, [ms])
    },
    listed: (state: string) => add(states, state),
    /** Records a violation. Each is printed once; repetitions are only counted. */
    violated(what: string): void {
      if (!violations.has(what) && violations.size < shownFaults) tell(`VIOLATION ${what}`)
      add(violations, what)
    },
  }
}

export type Ledger = ReturnType<typeof createLedger>
