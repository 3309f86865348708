/** Whether something is there: `unknown` after a change that nobody acknowledged. */
export type Known = boolean | 'unknown'

export interface Totals {
  acknowledged: number
  unacknowledged: number
  /** Acknowledged, and not so afterwards. */
  losses: string[]
}

/** What the BFF owes us: every change that it acknowledged, by the name of what was changed. */
export function createLedger() {
  const kept = new Map<string, Known>()
  const busy = new Set<string>()
  const totals: Totals = { acknowledged: 0, unacknowledged: 0, losses: [] }

  /** Makes one change: `send` answers its status, or null where the connection broke. */
  async function change(name: string, wanted: boolean, send: () => Promise<number | null>): Promise<void> {
    const before = kept.get(name) ?? false
    busy.add(name)
    const status = await send().finally(() => busy.delete(name))
    const isRefused = status !== null && status >= 400 && status < 500
    if (isRefused) return
    const isAcknowledged = status !== null && status < 300
    totals[isAcknowledged ? 'acknowledged' : 'unacknowledged'] += 1
    // Asked for what was so already, it stays so, acknowledged or not.
    if (isAcknowledged || before !== wanted) kept.set(name, isAcknowledged ? wanted : 'unknown')
  }

  /** Compares with what is there now; from then on that is what is owed. */
  function settle(name: string, isThere: boolean): void {
    const known = kept.get(name) ?? false
    if (known !== 'unknown' && known !== isThere) totals.losses.push(`${name}: ${known} became ${isThere}`)
    kept.set(name, isThere)
  }

  return { totals, change, settle, isBusy: (name: string) => busy.has(name), known: (name: string) => kept.get(name) }
}

export type Ledger = ReturnType<typeof createLedger>
