/** Whether a link, a connection or a placement exists; `unknown` after a change that was not acknowledged. */
export type Known = boolean | 'unknown'

export interface Totals {
  acknowledged: number
  unacknowledged: number
  /** Changes that were acknowledged and then lost. */
  losses: string[]
}

/** Records every change that the BFF acknowledged, by the name of what was changed. */
export function createLedger() {
  const kept = new Map<string, Known>()
  const busy = new Set<string>()
  const totals: Totals = { acknowledged: 0, unacknowledged: 0, losses: [] }

  /** Makes one change. `send` returns the status, or null if the connection broke. */
  async function change(name: string, wanted: boolean, send: () => Promise<number | null>): Promise<void> {
    const before = kept.get(name) ?? false
    busy.add(name)
    const status = await send().finally(() => busy.delete(name))
    const isRefused = status !== null && status >= 400 && status < 500
    if (isRefused) return
    const isAcknowledged = status !== null && status < 300
    totals[isAcknowledged ? 'acknowledged' : 'unacknowledged'] += 1
    // A change to the state that already was there leaves it as it is, acknowledged or not.
    if (isAcknowledged || before !== wanted) kept.set(name, isAcknowledged ? wanted : 'unknown')
  }

  /** Compares the record with what exists now, and takes that over into the record. */
  function settle(name: string, isThere: boolean): void {
    const known = kept.get(name) ?? false
    if (known !== 'unknown' && known !== isThere) totals.losses.push(`${name}: ${known} became ${isThere}`)
    kept.set(name, isThere)
  }

  return { totals, change, settle, isBusy: (name: string) => busy.has(name), known: (name: string) => kept.get(name) }
}

export type Ledger = ReturnType<typeof createLedger>
