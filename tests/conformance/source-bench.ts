import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { Upstream } from '../../src/bff/errors.ts'
import { createMirror, type Mirror } from '../../src/bff/mirror/mirror.ts'
import { createSeal } from '../../src/bff/secrets/seal.ts'
import type { MirrorPlan, Wake } from '../../src/bff/mirror/plan.ts'
import { openStore } from '../../src/bff/store/index.ts'
import { createHttp, type Http } from '../../src/bff/upstream/http.ts'
import { policies } from '../support/policies.ts'
import { fakeHttp } from '../support/fake-http.ts'
import { clockOf } from '../support/clock.ts'

const began = Date.parse('2026-11-20T10:00:00+08:00')

/** A vendor that answers one JSON to everything but the token. */
export const answering = (answer: unknown): Http =>
  fakeHttp(({ operation }) => (operation === 'token' ? { access_token: 'a', expires_in: 3600 } : answer))

/**
 * What a source needs beside its vendor: a real store, a clock that tests move by hand, real HTTP.
 */
export async function startBench(source: Upstream) {
  const folder = await mkdtemp(join(tmpdir(), `sidedesk-${source}-`))
  const store = await openStore(`file:${join(folder, 'test.db')}`)
  const logged: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) })
  const mirrors = new Map<string, Mirror>()
  const time = { now: began }
  const clock = clockOf(() => time.now)
  const httpWithin = (timeoutMs: number) =>
    createHttp({ source, clock, policy: { ...policies[source], timeoutMs, retries: 0 } })
  // A vendor that answers may take its time on a busy machine; one that does not is not waited for.
  const [patient, hasty] = [httpWithin(2_500), httpWithin(400)]
  let isHasty = false
  const http: Http = (call, signal) => (isHasty ? hasty : patient)(call, signal)
  const wake: Wake = async (name, request) => mirrors.get(name)?.wake(request)

  return {
    deps: { store, http, log, clock, wake, owner: 'bench', seal: createSeal(['0123456789abcdef0123456789abcdef']) },
    logged,
    clock,
    later: (ms: number) => void (time.now += ms),
    hurry: (isWanted: boolean) => void (isHasty = isWanted),
    /** They run only when a source wakes them. */
    addMirrors(plans: readonly MirrorPlan[]): void {
      for (const plan of plans) {
        mirrors.set(plan.name, createMirror({ ...plan, store, clock, log, owner: 'bench', leaseMs: 60_000 }))
      }
    },
    async close() {
      await Promise.all([...mirrors.values()].map((mirror) => mirror.stop()))
      await Promise.all([patient.close(), hasty.close()])
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
