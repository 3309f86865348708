import { Gauge, type Registry } from 'prom-client'
import { abortable } from '../concurrency/abortable.ts'
import { knownTime } from '../age.ts'
import type { Clock } from '../clock.ts'
import type { Upstream } from '../errors.ts'
import type { MirrorProgress } from '../mirror/mirror.ts'
import { createSingleFlight } from '../concurrency/single-flight.ts'
import type { BreakerState } from '../upstream/breaker.ts'

export interface Watched {
  mirrors(): Promise<MirrorProgress[]>
  breakers(): Partial<Record<Upstream, BreakerState>>
  clock: Clock
}

const states: readonly BreakerState[] = ['closed', 'open', 'half-open']
/** A store that does not answer must not hold back the other figures. */
const patienceMs = 2000

function watchBreakers(registry: Registry, breakers: Watched['breakers']): void {
  const gauge = new Gauge({
    name: 'sidedesk_breaker_state',
    help: '1 for the state in which the circuit breaker of this upstream is.',
    labelNames: ['source', 'state'],
    registers: [registry],
    collect() {
      for (const [source, now] of Object.entries(breakers()))
        for (const state of states) gauge.set({ source, state }, state === now ? 1 : 0)
    },
  })
}

function watchMirrors(registry: Registry, { mirrors, clock }: Watched): void {
  const once = createSingleFlight()
  const gaugeOf = (name: string, help: string, ...more: string[]) =>
    new Gauge({ name, help, labelNames: ['mirror', ...more], registers: [registry], collect: () => once('', look) })
  const rows = gaugeOf('sidedesk_mirror_rows', 'Rows read by the current or last pass.')
  const lag = gaugeOf(
    'sidedesk_mirror_lag_seconds',
    'Since a pass last reached its end; absent before the first, and where a clock was ahead.',
  )
  const failing = gaugeOf('sidedesk_mirror_failing', '1 while the last pass failed, by its reason.', 'reason')

  async function look(): Promise<void> {
    const all = await abortable(mirrors(), AbortSignal.timeout(patienceMs)).catch(() => [])
    for (const gauge of [lag, rows, failing]) gauge.reset()
    for (const { name: mirror, completedAt, lastError, rows: count } of all) {
      rows.set({ mirror }, count)
      const known = knownTime(completedAt, clock())
      if (known !== null) lag.set({ mirror }, Math.max(0, clock() - known) / 1000)
      if (lastError !== null) failing.set({ mirror, reason: lastError }, 1)
    }
  }
}

/** Adds the figures that are read when they are asked for: mirrors and circuit breakers. */
export function watch(registry: Registry, watched: Watched): void {
  watchBreakers(registry, watched.breakers)
  watchMirrors(registry, watched)
}
