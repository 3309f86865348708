import { ok, skipped, type Verdict } from '../check.ts'
import type { Probed } from './source.ts'

export const unconfigured = skipped('没有接入')

/** A check that says `says` when the probe goes through; skipped where there is no source. */
export const probing =
  (source: Probed | null, says: string) =>
  async (signal: AbortSignal): Promise<Verdict> => {
    if (!source) return unconfigured
    await source.probe(signal)
    return ok(says)
  }
