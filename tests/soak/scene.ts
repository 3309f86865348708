import type { Problem } from '#contract/problem'
import type { Random } from '../../src/sandbox/world/random.ts'
import { cast } from '../../src/sandbox/world/cast.ts'
import { createActs, type Acts } from './acts.ts'
import { createChanges, type Changes } from './changes.ts'
import { createClient, type Client, type Visitor } from './client.ts'
import { startDesk, type Desk } from './desk.ts'
import { createLedger, type Ledger } from './ledger.ts'
import { createRecovery } from './recovery.ts'
import { createTroubles, type Trouble, type Troubles } from './troubles.ts'
import { createVitals, type Vitals } from './vitals.ts'

export interface Scene {
  desk: Desk
  ledger: Ledger
  client: Client
  acts: Acts
  changes: Changes
  troubles: Troubles
  visitors: Visitor[]
  look(): Promise<Vitals>
  /** Measured before the first user. */
  start: Vitals
  /** Resolves when every source is fresh again or has missed its deadline. */
  recovered(): Promise<unknown>
}

const sessionsEach = 40
/** Codes that users see whose customer or group was gone for a moment. */
const refusals = new Set(['not_a_follower', 'not_a_chat_member', 'not_a_candidate', 'push_gone'])

async function signIn(client: Client, userid: string): Promise<Visitor> {
  const visitor = await client.signIn(userid)
  if (!visitor) throw new Error(`${userid} cannot sign in`)
  return visitor
}

/** Holds the promises that are still pending. */
function createWatches() {
  const running = new Set<Promise<void>>()
  return {
    add(watched: Promise<void>): void {
      running.add(watched)
      void watched.finally(() => running.delete(watched))
    },
    settled: () => Promise.all(running),
  }
}

/** Starts everything: the BFF, its vendors, and 200 salespeople, signed in through WeCom's page. */
export async function setScene(random: Random, say: (line: string) => void): Promise<Scene> {
  const ledger = createLedger(say)
  const desk = await startDesk()
  const { simulators, origin } = desk
  const { vendors, world } = simulators
  const changes = createChanges(simulators, random)
  const watches = createWatches()
  const troubles = createTroubles({ vendors, random, onEnd: (trouble: Trouble) => watches.add(watch(trouble)) })

  const isExpected = (problem: Problem, began: number): boolean =>
    problem.code === 'not_connected' ||
    (refusals.has(problem.code) && changes.wasAway(began)) ||
    troubles.explain(problem, began)

  const client = createClient({ origin, wecomUrl: vendors.wecom.url, ledger, isExpected })
  const acts = createActs({ client, world, random })
  const look = createVitals({ origin, heapAfterCollection: desk.heapAfterCollection, requests: ledger.requests })
  const start = await look()
  const visitors: Visitor[] = []
  for (const { userid } of world.staff)
    for (let session = 0; session < sessionsEach; session += 1) visitors.push(await signIn(client, userid))
  for (const { userid } of world.staff) await acts.connect(await signIn(client, userid))
  const watch = createRecovery({ client, acts, troubles, ledger, visitor: await signIn(client, cast.salesperson) })
  return { desk, ledger, client, acts, changes, troubles, visitors, look, start, recovered: watches.settled }
}
