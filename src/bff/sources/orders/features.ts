import { abortable } from '../../concurrency/abortable.ts'
import { createSingleFlight } from '../../concurrency/single-flight.ts'
import { isYounger, momentOf, type Moment } from '../../age.ts'
import type { Clock } from '../../clock.ts'

interface Deps {
  ping(signal: AbortSignal): Promise<{ features: readonly string[] }>
  clock: Clock
}

const knownMs = 3_600_000
/** After a ping that failed nobody waits for the next one at once. */
const againMs = 60_000
const pingMs = 10_000
const patienceMs = 2_000

/** Whether the order system has a feature, by what its `ping` says, for an hour. Where it does not answer, what is asked of it is tried. */
export function createFeatures({ ping, clock }: Deps) {
  const once = createSingleFlight()
  let known: { features: readonly string[] | null; at: Moment } | null = null

  async function ask(): Promise<void> {
    const features = await ping(AbortSignal.timeout(pingMs)).then(
      (answer) => answer.features,
      () => null,
    )
    known = { features, at: momentOf(clock) }
  }

  const isKnown = (): boolean => known !== null && isYounger(known.at, known.features ? knownMs : againMs, clock)

  return async (feature: 'mine' | 'search' | 'events', signal: AbortSignal): Promise<boolean> => {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])
    if (!isKnown()) await abortable(once('ping', ask), patience).catch(() => null)
    signal.throwIfAborted()
    return known?.features?.includes(feature) ?? true
  }
}
