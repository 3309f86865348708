import type { Simulators } from '../../../src/sandbox/vendors/simulators.ts'
import { importLinks, publicOrigin, signIn, startInstance, untilMirrored } from '../start-built.ts'
import { startRoundRobin } from './round-robin.ts'

export type Instance = Awaited<ReturnType<typeof startInstance>>
export type Fleet = Awaited<ReturnType<typeof startFleet>>

interface FleetOptions {
  count: number
  simulators: Simulators
  /** URL of an empty database: all instances start on it at once. */
  databaseUrl: string
  variables?: Record<string, string>
}

/** One call to one instance, with the headers that the page sends. */
export function call(origin: string, path: string, cookie: string, init: { method?: string; json?: object } = {}) {
  const { method = 'GET', json } = init
  const headers = { cookie, origin: publicOrigin, ...(json ? { 'content-type': 'application/json' } : {}) }
  return fetch(origin + path, { method, headers, redirect: 'manual', ...(json ? { body: JSON.stringify(json) } : {}) })
}

/** Several built BFFs on one database, behind a front that sends each request to the next one. */
export async function startFleet({ count, simulators, databaseUrl, variables = {} }: FleetOptions) {
  const environment = { ...simulators.environment, DATABASE_URL: databaseUrl, ...variables }
  const instances = await Promise.all(Array.from({ length: count }, () => startInstance(environment)))
  await Promise.all(instances.map(({ url }) => untilMirrored(url)))
  await importLinks(simulators, databaseUrl)
  const front = await startRoundRobin(() => instances.map(({ url }) => url))
  return {
    instances,
    simulators,
    front,
    signIn: (userid?: string) => signIn(front.url, simulators.vendors.wecom.url, userid),
    /** The same call to every instance, one after the other. */
    async everywhere(path: string, cookie: string): Promise<Response[]> {
      const answers: Response[] = []
      for (const { url } of instances) answers.push(await call(url, path, cookie))
      return answers
    },
    /** Starts an instance in place of one that was killed. */
    async replace(dead: Instance): Promise<void> {
      instances.splice(instances.indexOf(dead), 1, await startInstance(environment))
      await Promise.all(instances.map(({ url }) => untilMirrored(url)))
    },
    async close() {
      front.close()
      await Promise.all(instances.map((instance) => instance.stop()))
    },
  }
}
