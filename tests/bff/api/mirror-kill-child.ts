import { writeSync } from 'node:fs'
import { pino } from 'pino'
import { z } from 'zod'
import { createMirror, type MirrorPass } from '../../../src/bff/mirror/mirror.ts'
import { createWaiqin } from '../../../src/bff/sources/waiqin/index.ts'
import { openStore } from '../../../src/bff/store/index.ts'
import { createHttp } from '../../../src/bff/upstream/http.ts'
import { policies } from '../../support/policies.ts'
import { clockOf } from '../../support/clock.ts'

/** A process that mirrors 勤策's tasks until the pass is complete, and prints each step as a line. */
const Job = z.object({
  apiUrl: z.string(),
  openid: z.string(),
  appKey: z.string(),
  since: z.string(),
  databaseUrl: z.string(),
  now: z.number(),
  owner: z.string(),
})

// Synchronous, so that a line is printed before the step begins.
const say = (line: string) => writeSync(1, `${line}\n`)

const { databaseUrl, now, owner, ...config } = Job.parse(JSON.parse(process.argv[2] ?? ''))
const store = await openStore(databaseUrl)
const clock = clockOf(() => now)
const http = createHttp({ source: 'waiqin', clock, policy: { ...policies.waiqin, retries: 0 } })
const log = pino({ level: 'warn' }, { write: say })
const rules = { isSourceCodeUserid: false, visibility: 'own' } as const
const waiqin = createWaiqin({ config: { ...config, ...rules }, http, clock, log, store, wake: async () => {} })
const plan = waiqin.mirrors.find(({ name }) => name === 'waiqin-tasks')
if (!plan) throw new Error('there is no mirror of tasks')

const run: MirrorPass = (context) =>
  plan.run({
    ...context,
    async keep(page, write) {
      await context.keep(page, (state) => {
        say('writing')
        return write(state)
      })
      say('kept')
    },
  })
const mirror = createMirror({ ...plan, run, store, clock, log, owner, leaseMs: 30_000 })
await mirror.wake({ ifOlderThanMs: 0, signal: new AbortController().signal })
say('ended')
await mirror.stop()
await http.close()
await store.close()
