import assert from 'node:assert/strict'
import { pause } from '../process.ts'
import { mirrorsOf } from '../start-built.ts'
import type { Fleet, Instance } from './fleet.ts'

export const leaseMs = 2000
/** Short, so that one pass follows the other; the vendor then delays one of them. */
export const intervalMs = 1000
const name = 'waiqin-tasks'
const pollMs = 20
const kills = 2
const silenceMs = 25_000

export interface Moves {
  leaseMs: number
  /** From the kill -9 of the instance that reads until another one reports that it reads. */
  movedMs: number[]
}

async function leadersOf({ instances }: Fleet, mirror: string): Promise<Instance[]> {
  const told = await Promise.all(
    instances.map(async (instance) => ({ instance, mirrors: await mirrorsOf(instance.url) })),
  )
  const leads = (each: { name: string; isLeader: boolean }) => each.name === mirror && each.isLeader
  return told.filter(({ mirrors }) => mirrors?.some(leads)).map(({ instance }) => instance)
}

async function leaderOf(fleet: Fleet): Promise<Instance> {
  for (;;) {
    const [leader, ...others] = await leadersOf(fleet, name)
    assert.equal(others.length, 0)
    if (leader) return leader
    await pause(pollMs)
  }
}

/** Makes the vendor slow, and waits until a pass waits for it. A call begun before may still be answered. */
async function untilSilent({ simulators: { vendors } }: Fleet): Promise<void> {
  vendors.waiqin.fault = 'slow'
  const before = vendors.waiqin.seen.length
  while (!vendors.waiqin.seen.slice(before).some(({ operation }) => operation === 'queryTask')) await pause(pollMs)
}

/** Checks for longer than a lease that only this instance reads. */
async function staysAlone(fleet: Fleet, leader: Instance): Promise<void> {
  const until = performance.now() + leaseMs * 1.2
  while (performance.now() < until) {
    assert.deepEqual(await leadersOf(fleet, name), [leader])
    await pause(200)
  }
}

/** Each mirror runs on one instance; if that is killed in the middle of a pass, another one soon takes over. */
export async function measureMoves(fleet: Fleet): Promise<Moves> {
  const vendor = fleet.simulators.vendors.waiqin
  vendor.slowMs = silenceMs
  const movedMs: number[] = []
  await untilSilent(fleet)
  for (let kill = 0; kill < kills; kill += 1) {
    vendor.fault = 'slow'
    const leader = await leaderOf(fleet)
    if (kill === 0) await staysAlone(fleet, leader)
    // At a different point between two extensions of the lease each time.
    await pause((kill * leaseMs) / kills)
    const began = performance.now()
    await leader.stop('SIGKILL')
    assert.notEqual(await leaderOf(fleet), leader)
    movedMs.push(performance.now() - began)
    vendor.fault = 'none'
    await fleet.replace(leader)
  }
  return { leaseMs, movedMs }
}
