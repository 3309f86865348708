import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { Clock } from '../../clock.ts'
import { factsOf } from '../../logging/log-failure.ts'
import type { CallHour, CallHourStore } from '../../store/people-stores.ts'
import type { UpstreamEvent } from '../../upstream/http.ts'

interface Deps {
  callHours: CallHourStore
  clock: Clock
}

const hourMs = 3_600_000
const minuteMs = 60_000
const hoursShown = 24

const hourOf = (at: number): number => at - (at % hourMs)
const keyOf = ({ hour, source }: Pick<CallHour, 'hour' | 'source'>): string => `${hour} ${source}`

/** What `plot` gives: each of the last 24 hours, the oldest first. */
export type Plot = { made: number; failed: number }[]

/** Counts calls to upstreams by the hour, in the store: there it is one figure for all instances. */
export function createCallHours({ callHours, clock }: Deps) {
  let pending = new Map<string, CallHour>()

  function add({ made, failed, ...key }: CallHour): void {
    const row = pending.get(keyOf(key)) ?? { ...key, made: 0, failed: 0 }
    pending.set(keyOf(key), { ...row, made: row.made + made, failed: row.failed + failed })
  }

  return {
    count({ source, outcome }: Pick<UpstreamEvent, 'source' | 'outcome'>): void {
      const hasFailed = outcome !== 'ok' && outcome !== 'aborted'
      add({ hour: hourOf(clock()), source, made: 1, failed: hasFailed ? 1 : 0 })
    },

    /** Adds to the store what this instance has counted since the last time. */
    async flush(): Promise<void> {
      const rows = [...pending.values()]
      if (rows.length === 0) return
      pending = new Map()
      try {
        await callHours.add(rows)
      } catch (error) {
        // A day of them and no more, while the store is away.
        const oldest = hourOf(clock()) - hoursShown * hourMs
        for (const row of rows) if (row.hour >= oldest) add(row)
        throw error
      }
    },

    /** Of every upstream, what this instance has not yet added included. */
    async plots(): Promise<(source: string) => Plot> {
      const last = hourOf(clock())
      const first = last - (hoursShown - 1) * hourMs
      const rows = [...(await callHours.since(first)), ...pending.values()]
      return (source) => {
        const plot = Array.from({ length: hoursShown }, () => ({ made: 0, failed: 0 }))
        for (const row of rows) {
          const bar = row.source === source ? plot[(row.hour - first) / hourMs] : undefined
          if (!bar) continue
          bar.made += row.made
          bar.failed += row.failed
        }
        return plot
      }
    },
  }
}

export type CallHours = ReturnType<typeof createCallHours>

/** Once a minute as long as the server listens, and when it stops. */
export function flushEachMinute(
  app: FastifyInstance,
  { flush }: CallHours,
  log: Pick<FastifyBaseLogger, 'warn'>,
): void {
  let timer: NodeJS.Timeout | undefined
  const run = () =>
    flush().catch((error: unknown) => log.warn(factsOf(error), 'could not keep how many calls were made'))
  app.addHook('onListen', async () => {
    timer = setInterval(() => void run(), minuteMs).unref()
  })
  app.addHook('preClose', async () => {
    clearInterval(timer)
    await run()
  })
}
