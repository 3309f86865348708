import assert from 'node:assert/strict'
import { pause } from '../process.ts'
import { mirrorsOf } from '../start-built.ts'
import type { Fleet, Instance } from './fleet.ts'

export const leaseMs = 2000
/** So that passes follow each other; the vendor then keeps one of them waiting. */
export const intervalMs = 1000
const name = 'waiqin-tasks'
const pollMs = 20
const kills = 2
const silenceMs = 25_000

export interface Moves {
  leaseMs: number
  /** From the kill -9 of the instance that read to the first sign of another that reads. */
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

/** The vendor keeps a page of a pass waiting: one that was asked before may still have ended. */
async function untilSilent({ simulators: { vendors } }: Fleet): Promise<void> {
  vendors.waiqin.fault = 'slow'
  const before = vendors.waiqin.seen.length
  while (!vendors.waiqin.seen.slice(before).some(({ operation }) => operation === 'queryTask')) await pause(pollMs)
}

/** Longer than a lease: who reads goes on reading, and nobody else begins. */
async function staysAlone(fleet: Fleet, leader: Instance): Promise<void> {
  const until = performance.now() + leaseMs * 1.2
  while (performance.now() < until) {
    assert.deepEqual(await leadersOf(fleet, name), [leader])
    await pause(200)
  }
}

/** Each mirror runs on one instance, and on another soon after that one was killed in the middle of a pass. */
export async function measureMoves(fleet: Fleet): Promise<Moves> {
  const vendor = fleet.simulators.vendors.waiqin
  vendor.slowMs = silenceMs
  const movedMs: number[] = []
  await untilSilent(fleet)
  for (let kill = 0; kill < kills; kill += 1) {
    vendor.fault = 'slow'
    const leader = await leaderOf(fleet)
    if (kill === 0) await staysAlone(fleet, leader)
    // At another moment between two extensions of the lease.
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
