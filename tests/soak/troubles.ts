import { setTimeout as wait } from 'node:timers/promises'
import type { Problem } from '#contract/problem'
import type { Vendors } from '../../src/sandbox/vendors/simulators.ts'
import { faults, type Fault, vendorNames, type VendorName } from '../../src/sandbox/vendors/vendor.ts'
import type { Random } from '../../src/sandbox/world/random.ts'

export interface Trouble {
  vendor: VendorName
  fault: Fault
  beganAt: number
  endedAt: number | null
  /** How long after the end of the trouble the source was fresh; null if the next trouble came first. */
  recoveredMs: number | null
}

export interface TroublesDeps {
  vendors: Vendors
  random: Random
  onEnd(trouble: Trouble): void
}

/**
 * How long after a trouble its effects may still show: the longest of how long a list is used, a mirror sleeps, a
 * breaker stays open (at most 15 s) and a rate limit lasts (a minute for WeCom), plus a call's deadline of 15 s.
 */
export const recoveryMs: Record<VendorName, number> = {
  wecom: 60_000 + 15_000,
  youmi: 30_000 + 15_000,
  waiqin: 60_000 + 15_000,
  tanma: 60_000 + 15_000,
  yunzhong: 30_000 + 15_000,
  orders: 30_000 + 15_000,
}

/** One shorter and one longer than the BFF waits for a vendor. */
const slownesses = [800, 6000]
const lanes = 2

/** Faults that come and go. Every vendor has had every fault before any is repeated. */
export function createTroubles({ vendors, random, onEnd }: TroublesDeps) {
  const all: Trouble[] = []
  let deck: Pick<Trouble, 'vendor' | 'fault'>[] = []

  const isOn = (vendor: VendorName) => all.some((each) => each.vendor === vendor && each.endedAt === null)

  function draw(): Pick<Trouble, 'vendor' | 'fault'> | undefined {
    if (deck.length === 0)
      deck = vendorNames.flatMap((vendor) =>
        faults.filter((fault) => fault !== 'none').map((fault) => ({ vendor, fault })),
      )
    const free = deck.filter(({ vendor }) => !isOn(vendor))
    if (free.length === 0) return undefined
    const drawn = random.pick(free)
    deck = deck.filter((each) => each !== drawn)
    return drawn
  }

  async function suffer(drawn: Pick<Trouble, 'vendor' | 'fault'>, stop: AbortSignal): Promise<void> {
    const trouble: Trouble = { ...drawn, beganAt: Date.now(), endedAt: null, recoveredMs: null }
    all.push(trouble)
    const vendor = vendors[drawn.vendor]
    vendor.slowMs = random.pick(slownesses)
    vendor.fault = drawn.fault
    await wait(random.int(3000, 8000), undefined, { signal: stop }).catch(() => undefined)
    vendor.fault = 'none'
    trouble.endedAt = Date.now()
    onEnd(trouble)
  }

  async function lane(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      const drawn = draw()
      if (drawn) await suffer(drawn, stop)
      await wait(random.int(500, 3000), undefined, { signal: stop }).catch(() => undefined)
    }
  }

  /** Whether one of these vendors has been in trouble, or recovering from it, since then. */
  const wasTroubled = (names: readonly VendorName[], since: number): boolean =>
    all.some(
      ({ vendor, endedAt }) => names.includes(vendor) && (endedAt === null || endedAt + recoveryMs[vendor] >= since),
    )

  return {
    all,
    now: () => all.filter(({ endedAt }) => endedAt === null).map(({ vendor, fault }) => `${vendor} ${fault}`),
    run: (stop: AbortSignal) => Promise.all(Array.from({ length: lanes }, () => lane(stop))),
    isOvertaken: ({ vendor, endedAt }: Trouble): boolean =>
      all.some((each) => each.vendor === vendor && each.beganAt >= (endedAt ?? 0)),
    /**
     * When the source must be fresh again, in epoch ms. WeCom's troubles count as well, because WeCom says who may see
     * what.
     */
    deadlineOf({ vendor, endedAt }: Trouble): number {
      const ends = all.filter((each) => each.vendor === 'wecom').map((each) => each.endedAt ?? Infinity)
      return Math.max((endedAt ?? Infinity) + recoveryMs[vendor], ...ends.map((end) => end + recoveryMs.wecom))
    },
    /** Whether a current or recent trouble explains this problem; a busy machine explains `overloaded` at any time. */
    explain({ code, source }: Problem, began: number): boolean {
      if (code === 'overloaded') return true
      const isOfVendors = code.startsWith('upstream_') || code === 'first_sync'
      return isOfVendors && wasTroubled(source ? [source] : vendorNames, began)
    },
  }
}

export type Troubles = ReturnType<typeof createTroubles>
