import { setMaxListeners } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { createRandom, type Random } from '../../src/sandbox/world/random.ts'
import type { Visitor } from './client.ts'
import type { Ledger } from './ledger.ts'
import { setScene, type Scene } from './scene.ts'
import type { Trouble } from './troubles.ts'
import type { Vitals } from './vitals.ts'

export interface SoakOptions {
  /** How long the load lasts; the quiet end comes after it. */
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
  /** After the warm-up and at the end, both without users. */
  warm: Vitals
  end: Vitals
  /** Under load, after the warm-up. */
  samples: Vitals[]
}

type Say = SoakOptions['say']

const thinkMs = [4000, 16_000] as const
const sampleCount = 36
const sayMs = 10_000
const longestWarmUpMs = 45_000
const restPolls = 8
const megabyte = 1_048_576

const pause = (ms: number, signal: AbortSignal) => wait(ms, undefined, { signal }).catch(() => undefined)

/** Repeats the step, with this pause in between, until `stop` aborts. */
async function every(ms: number, stop: AbortSignal, act: () => Promise<void> | void): Promise<void> {
  await pause(ms, stop)
  while (!stop.aborted) {
    await act()
    await pause(ms, stop)
  }
}

async function work(
  { acts, desk }: Scene,
  { visitor, random }: { visitor: Visitor; random: Random },
  stop: AbortSignal,
) {
  await pause(random.int(0, thinkMs[1]), stop)
  while (!stop.aborted && !desk.end()) {
    await acts.any(visitor)
    await pause(random.int(...thinkMs), stop)
  }
}

function progress({ ledger, troubles }: Scene, vitals: Vitals): string {
  const { rssBytes, heapBytes, handles, loopP99Ms, cpuSeconds } = vitals
  const memory = `rss ${Math.round(rssBytes / megabyte)} MB, heap ${Math.round(heapBytes / megabyte)} MB`
  const done = `${ledger.requests()} requests, ${ledger.violations.size} kinds of violations`
  const on = troubles.now().join(', ') || 'none'
  return `${done}; ${memory}, ${handles} handles, cpu ${Math.round(cpuSeconds)} s, loop p99 ${Math.round(loopP99Ms)} ms; faults on: ${on}`
}

/** A rest without users: idle connections are closed, and work under way ends. */
async function rest({ client, look }: Scene): Promise<Vitals> {
  await client.hangUp()
  let calm = await look()
  for (let poll = 0; poll < restPolls; poll += 1) {
    await wait(1000)
    const now = await look()
    if (now.handles <= calm.handles) calm = now
  }
  return calm
}

/** Checks that are possible only at the end. */
async function close({ desk, ledger, changes }: Scene): Promise<void> {
  const ended = desk.end()
  if (ended) ledger.violated(ended)
  if (changes.untaken() > 0) ledger.violated(`${changes.untaken()} callbacks were not taken`)
  const code = await desk.stop()
  if (code !== 0) ledger.violated(`stopped with ${code}`)
  for (const line of desk.complaints()) ledger.violated(`logged: ${line.slice(0, 300)}`)
}

/** All salespeople at work for this long, while the vendors' data change and faults come and go. */
function createLoad(scene: Scene, random: Random, say: Say) {
  let latest = scene.start
  const samples: Vitals[] = []
  const look = async () => void (latest = await scene.look())
  const sample = async () => {
    await look()
    samples.push(latest)
  }

  async function run(ms: number, more: (stop: AbortSignal) => Promise<unknown>[]): Promise<void> {
    const stop = AbortSignal.timeout(ms)
    setMaxListeners(0, stop)
    const working = scene.visitors.map((visitor) => work(scene, { visitor, random }, stop))
    await Promise.all([...working, every(sayMs, stop, () => say(progress(scene, latest))), ...more(stop)])
  }

  return {
    samples,
    warmUp: (ms: number) => run(ms, (stop) => [every(sayMs / 2, stop, look)]),
    suffer: (ms: number, sampleMs: number) =>
      run(ms, (stop) => [scene.troubles.run(stop), scene.changes.run(stop), every(sampleMs, stop, sample)]),
  }
}

/** Runs everything: warm-up, faults that come and go, a quiet end. Violations are in the ledger. */
export async function soak({ seconds, seed, say }: SoakOptions): Promise<Soaked> {
  const random = createRandom(seed)
  const scene = await setScene(random, say)
  const { ledger, troubles, changes, start, visitors } = scene
  const load = createLoad(scene, random, say)
  say(`${visitors.length} salespeople are signed in`)
  const warmUpMs = Math.min(longestWarmUpMs, (seconds * 1000) / 3)
  await load.warmUp(warmUpMs)
  const warm = await rest(scene)
  say(`warm; at rest ${progress(scene, warm)}`)
  await load.suffer(seconds * 1000 - warmUpMs, (seconds * 1000) / sampleCount)
  say('no more faults; until every source is fresh')
  await scene.recovered()
  const end = await rest(scene)
  say(`at rest ${progress(scene, end)}`)
  await close(scene)
  const { samples } = load
  const callbacks = changes.told()
  return { ledger, troubles: troubles.all, callbacks, salespeople: visitors.length, start, warm, end, samples }
}
