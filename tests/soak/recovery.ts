import { setTimeout as wait } from 'node:timers/promises'
import type { VendorName } from '../../src/sandbox/vendors/vendor.ts'
import { cast } from '../../src/sandbox/world/cast.ts'
import type { Acts } from './acts.ts'
import type { Client, Visitor } from './client.ts'
import type { Ledger } from './ledger.ts'
import type { Trouble, Troubles } from './troubles.ts'

interface Listed {
  state: string
  asOf: string | null
}

export interface RecoveryDeps {
  client: Client
  acts: Acts
  troubles: Troubles
  ledger: Ledger
  /** A user who is linked everywhere and has rows at every vendor. */
  visitor: Visitor
}

const pollMs = 1000
/** `asOf` has whole seconds. */
const roundingMs = 1000

/** After each trouble, refreshes like a salesperson until the source is fresh again. */
export function createRecovery({ client, acts, troubles, ledger, visitor }: RecoveryDeps) {
  const { call } = client
  const refresh = true
  const params = { externalUserId: cast.seedContact }

  const isFresh = (list: Listed | null, since: number): boolean =>
    list?.state === 'fresh' && Date.parse(list.asOf ?? '') >= since - roundingMs

  async function isYunzhongFresh(since: number): Promise<boolean> {
    const notices = await call(visitor, 'GET /api/me/notices', { refresh })
    if (notices?.state === 'disconnected') await acts.connect(visitor)
    const pushes = await call(visitor, 'GET /api/contacts/:externalUserId/pushes', { params, refresh })
    const moments = await call(visitor, 'GET /api/me/moments', { refresh })
    return [notices, pushes, moments].every((list) => isFresh(list, since))
  }

  const looks: Record<VendorName, (since: number) => Promise<boolean>> = {
    wecom: async () => (await client.signIn(visitor.userid)) !== null,
    youmi: async (since) => isFresh(await call(visitor, 'GET /api/me/todos', { refresh }), since),
    waiqin: async (since) => isFresh(await call(visitor, 'GET /api/me/field-tasks', { refresh }), since),
    tanma: async (since) => isFresh(await call(visitor, 'GET /api/me/group-sops', { refresh }), since),
    yunzhong: isYunzhongFresh,
    orders: async (since) =>
      isFresh(await call(visitor, 'GET /api/contacts/:externalUserId/order-tasks', { params, refresh }), since),
  }

  /** Resolves when the source is fresh, late, or in trouble again. */
  return async (trouble: Trouble): Promise<void> => {
    const { vendor, fault, endedAt } = trouble
    const since = endedAt ?? Date.now()
    while (!troubles.isOvertaken(trouble)) {
      if (await looks[vendor](since)) {
        trouble.recoveredMs = Date.now() - since
        return
      }
      if (Date.now() > troubles.deadlineOf(trouble))
        return ledger.violated(`${vendor} was not fresh in time after "${fault}"`)
      await wait(pollMs)
    }
  }
}
