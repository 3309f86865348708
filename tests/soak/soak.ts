import { setMaxListeners } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import type { Problem } from '#contract/problem'
import { createRandom } from '../../src/sandbox/world/random.ts'
import { cast } from '../../src/sandbox/world/cast.ts'
import { createActs } from './acts.ts'
import { createChanges } from './changes.ts'
import { createClient, type Visitor } from './client.ts'
import { startDesk } from './desk.ts'
import { createLedger, type Ledger } from './ledger.ts'
import { createRecovery } from './recovery.ts'
import { createTroubles, type Trouble } from './troubles.ts'
import { createVitals, type Vitals } from './vitals.ts'

export interface SoakOptions {
  /** Of load; the quiet end comes after. */
  seconds: number
  seed: number
  say(line: string): void
}

export interface Soaked {
  ledger: Ledger
  troubles: readonly Trouble[]
  callbacks: number
  salespeople: number
  start: Vitals
  /** After the warm-up and at the end, both with nobody there. */
  warm: Vitals
  end: Vitals
  /** Under load, after the warm-up. */
  samples: Vitals[]
}

const sessionsEach = 40
const thinkMs = [2000, 10_000] as const
const sampleCount = 36
const sayMs = 10_000
const longestWarmUpMs = 45_000
const megabyte = 1_048_576

/** Runs all of it: warm-up, faults that come and go, a quiet end. What must not be is in the ledger. */
export async function soak({ seconds, seed, say }: SoakOptions): Promise<Soaked> {
  const random = createRandom(seed)
  const ledger = createLedger(say)
  const desk = await startDesk()
  const { simulators, origin } = desk
  const { vendors, world } = simulators
  const watching = new Set<Promise<void>>()
  const changes = createChanges(simulators, random)

  const troubles = createTroubles({
    vendors,
    random,
    onEnd: (trouble) => {
      const watched: Promise<void> = watch(trouble).finally(() => watching.delete(watched))
      watching.add(watched)
    },
  })
  const refusals = new Set(['not_a_follower', 'not_a_chat_member', 'push_gone', 'not_a_candidate'])
  const isExpected = (problem: Problem, began: number): boolean =>
    problem.code === 'not_connected' ||
    (refusals.has(problem.code) && changes.wasAway(began)) ||
    troubles.explain(problem, began)

  const client = createClient({ origin, wecomUrl: vendors.wecom.url, ledger, isExpected })
  const acts = createActs({ client, world, random })
  const look = createVitals({ origin, heapAfterCollection: desk.heapAfterCollection, requests: ledger.requests })

  async function signIn(userid: string): Promise<Visitor> {
    const visitor = await client.signIn(userid)
    if (!visitor) throw new Error(`${userid} cannot sign in`)
    return visitor
  }

  const start = await look()
  const visitors: Visitor[] = []
  for (const { userid } of world.staff)
    for (let session = 0; session < sessionsEach; session += 1) visitors.push(await signIn(userid))
  const watcher = await signIn(cast.salesperson)
  const watch = createRecovery({ client, acts, troubles, ledger, visitor: watcher })
  for (const { userid } of world.staff) await acts.connect(await signIn(userid))

  async function work(visitor: Visitor, stop: AbortSignal): Promise<void> {
    await wait(random.int(0, thinkMs[1]), undefined, { signal: stop }).catch(() => undefined)
    while (!stop.aborted && !desk.end()) {
      await acts.any(visitor)
      await wait(random.int(...thinkMs), undefined, { signal: stop }).catch(() => undefined)
    }
  }

  const samples: Vitals[] = []
  async function every(ms: number, stop: AbortSignal, act: () => Promise<void>): Promise<void> {
    while (!stop.aborted && !desk.end()) {
      await wait(ms, undefined, { signal: stop }).catch(() => undefined)
      if (!stop.aborted) await act()
    }
  }

  async function report(): Promise<void> {
    const { rssBytes, heapBytes, handles, loopP99Ms } = samples.at(-1) ?? start
    const figures = `rss ${Math.round(rssBytes / megabyte)} heap ${Math.round(heapBytes / megabyte)} MB, ${handles} handles, loop p99 ${Math.round(loopP99Ms)} ms`
    const on = troubles.now().join(', ') || 'none'
    say(`${ledger.requests()} requests, ${ledger.violations.size} violations; ${figures}; faults on: ${on}`)
  }

  /** All salespeople at work for so long, and what else runs meanwhile. */
  async function load(ms: number, more: (stop: AbortSignal) => Promise<unknown>[]): Promise<void> {
    const stop = AbortSignal.timeout(ms)
    setMaxListeners(0, stop)
    const working = visitors.map((visitor) => work(visitor, stop))
    await Promise.all([...working, every(sayMs, stop, report), ...more(stop)])
  }

  /** With nobody there: connections that nobody uses end, and what was begun comes to its end. */
  async function rest(): Promise<Vitals> {
    await client.hangUp()
    let calm = await look()
    for (let polls = 0; polls < 8; polls += 1) {
      await wait(1000)
      const now = await look()
      if (now.handles <= calm.handles) calm = now
    }
    return calm
  }

  const warmUpMs = Math.min(longestWarmUpMs, (seconds * 1000) / 3)
  await load(warmUpMs, () => [])
  const warm = await rest()
  say(`warm: ${warm.handles} handles, ${Math.round(warm.heapBytes / megabyte)} MB`)
  const sample = async () => void samples.push(await look())
  await load(seconds * 1000 - warmUpMs, (stop) => [
    troubles.run(stop),
    changes.run(stop),
    every((seconds * 1000) / sampleCount, stop, sample),
  ])
  say('no more faults; waiting until every source is fresh')
  await Promise.all(watching)
  const end = await rest()

  const ended = desk.end()
  if (ended) ledger.violated(ended)
  if (changes.untaken() > 0) ledger.violated(`${changes.untaken()} callbacks were not taken`)
  for (const line of desk.complaints()) ledger.violated(`logged: ${line.slice(0, 300)}`)
  const code = await desk.stop()
  if (code !== 0) ledger.violated(`stopped with ${code}`)
  return {
    ledger,
    troubles: troubles.all,
    callbacks: changes.told(),
    salespeople: visitors.length,
    start,
    warm,
    end,
    samples,
  }
}
