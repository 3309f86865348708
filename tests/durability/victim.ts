import { fileURLToPath } from 'node:url'
import type { Simulators } from '../../src/sandbox/vendors/simulators.ts'
import { publicOrigin } from '../support/start-bff.ts'
import { startProcess, untilServing, type BffProcess } from '../support/bff-process.ts'
import { freePort } from '../support/free-port.ts'

export const leaseMs = 1500
const intervalMs = 500
const appDir = fileURLToPath(new URL('../fixtures/app', import.meta.url))

/** Environment of a BFF that uses the simulators, with mirrors that run often. */
export function environmentOf(simulators: Simulators, more: Record<string, string>): Record<string, string> {
  return {
    ...simulators.environment,
    PUBLIC_ORIGIN: publicOrigin,
    SESSION_KEY: 'a-session-key-of-the-tests-0123456789',
    APP_DIR: appDir,
    LOG_LEVEL: 'warn',
    RATE_LIMIT_CALLS: '1000000',
    RATE_LIMIT_SIGN_INS: '1000',
    MIRROR_LEASE_MS: String(leaseMs),
    MIRROR_INTERVAL_MS: String(intervalMs),
    ...more,
  }
}

/** A BFF that can be killed and started again, on the same port and the same database. */
export async function createVictim(simulators: Simulators, databaseUrl: string) {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const more = { HOST: '127.0.0.1', PORT: String(port), DATABASE_URL: databaseUrl }
  const environment = environmentOf(simulators, more)
  let running: BffProcess | null = null

  async function kill(): Promise<void> {
    await running?.kill()
    running = null
  }

  return {
    origin,
    kill,
    async start(): Promise<void> {
      running = startProcess({ environment })
      await untilServing(running, origin)
    },
    /** The errors in its log. */
    complaints: () =>
      running
        ?.said()
        .split('\n')
        .filter((line) => /"level":(50|60)/.test(line)) ?? [],
  }
}

export type Victim = Awaited<ReturnType<typeof createVictim>>
