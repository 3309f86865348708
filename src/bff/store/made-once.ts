import { setTimeout as delay } from 'node:timers/promises'
import type { LeaseStore } from './store.ts'

interface Shared<T> {
  leases: LeaseStore
  /** Of the lease. */
  name: string
  /** This instance. */
  owner: string
  /** What another instance may have made meanwhile; null where there is nothing that will do. */
  find(): Promise<T | null>
  make(): Promise<T>
}

const leaseMs = 15_000
const pollMs = 50
const polls = 60

/** Has one instance make what all of them share, while the others wait for it. After three seconds each makes its own. */
export async function madeOnce<T>({ leases, name, owner, find, make }: Shared<T>): Promise<T> {
  for (let poll = 0; poll < polls; poll += 1) {
    if (await leases.acquire(name, owner, leaseMs)) break
    await delay(pollMs)
    const others = await find()
    if (others !== null) return others
  }
  try {
    return (await find()) ?? (await make())
  } finally {
    await leases.release(name, owner)
  }
}
