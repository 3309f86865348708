import { existsSync } from 'node:fs'
import { z } from 'zod'
import type { Upstream } from '../errors.ts'
import { OrdersAddress } from '../sources/orders/kit/address.ts'
import { panelFaults } from '../panels/config.ts'
import { readSources, type SourceConfigs } from '../sources/index.ts'
import type { Policy } from '../upstream/policy.ts'
import { faultsOf, incomplete, type Given } from '../upstream/settings.ts'
import { wecomGroups } from '../wecom/config.ts'
import { databaseUrl, Environment, mayCreate } from './environment.ts'
import { explainFault } from './explain-fault.ts'
import { productionFaults } from './production.ts'

/** The parsed environment, with each source's part under its id: null if the source is not configured. */
export interface Config extends z.output<typeof Environment>, SourceConfigs {
  /** How each upstream is called. */
  policies: Record<Upstream, Policy>
}

/** One line per fault. A line names the variable, never its value. */
export class ConfigError extends Error {
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(faults.map(explainFault).join('\n'))
    this.name = 'ConfigError'
    this.faults = faults
  }
}

/** An empty variable counts as not set, because compose files write it like that. */
const givenOf = (environment: NodeJS.ProcessEnv): Given =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))

/** Reads what the commands beside the server need. @throws ConfigError */
export function readDatabasePlace(environment: NodeJS.ProcessEnv): { databaseUrl: string; mayCreate: boolean } {
  const given = givenOf(environment)
  const parsed = z.object({ DATABASE_URL: databaseUrl, DATABASE_CREATE: mayCreate }).safeParse(given)
  if (!parsed.success) throw new ConfigError(faultsOf(parsed.error, given))
  return { databaseUrl: parsed.data.DATABASE_URL, mayCreate: parsed.data.DATABASE_CREATE }
}

/** Reads what `npm run orders` needs, and no other variable. @throws ConfigError */
export function readOrdersAddress(environment: NodeJS.ProcessEnv): z.output<typeof OrdersAddress> {
  const given = givenOf(environment)
  const parsed = OrdersAddress.safeParse(given)
  if (!parsed.success) throw new ConfigError(faultsOf(parsed.error, given))
  return parsed.data
}

/** The process's environment; outside production `.env` of the working folder adds what is not set. */
export function environment(): NodeJS.ProcessEnv {
  if (process.env.NODE_ENV !== 'production' && existsSync('.env')) process.loadEnvFile('.env')
  return process.env
}

/** Parses the environment. Only this file does. @throws ConfigError with one line per fault */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const given = givenOf(environment)
  const parsed = Environment.safeParse(given)
  const sources = readSources(given)
  const faults = parsed.success ? [] : faultsOf(parsed.error, given)
  faults.push(...incomplete(wecomGroups, given), ...sources.faults)
  if (!parsed.success || faults.length > 0) throw new ConfigError(faults)
  const own = parsed.data
  const unfit = [...panelFaults(own.panels, own.publicOrigin), ...(own.isProduction ? productionFaults(own) : [])]
  if (unfit.length > 0) throw new ConfigError(unfit)
  return { ...own, ...sources.configs, policies: { ...own.policies, ...sources.policies } }
}
