import { existsSync } from 'node:fs'
import { z } from 'zod'
import type { Upstream } from '../errors.ts'
import { readSources, type SourceConfigs } from '../sources/index.ts'
import type { Policy } from '../upstream/policy.ts'
import { faultsOf, incomplete, type Given } from '../upstream/settings.ts'
import { wecomGroups } from '../wecom/config.ts'
import { databaseUrl, Environment } from './environment.ts'

/** What the environment says, each source's part under its id: null where the source is not configured. */
export interface Config extends z.output<typeof Environment>, SourceConfigs {
  /** How each upstream is called. */
  policies: Record<Upstream, Policy>
}

/** Raised with one line per fault; a line names the variable, never its value. */
export class ConfigError extends Error {
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(faults.join('\n'))
    this.name = 'ConfigError'
    this.faults = faults
  }
}

/** An empty variable is one that is not set: compose files write them that way. */
const givenOf = (environment: NodeJS.ProcessEnv): Given =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))

/** Reads what the commands beside the server need. @throws ConfigError */
export function readDatabaseUrl(environment: NodeJS.ProcessEnv): string {
  const given = givenOf(environment)
  const parsed = z.object({ DATABASE_URL: databaseUrl }).safeParse(given)
  if (!parsed.success) throw new ConfigError(faultsOf(parsed.error, given))
  return parsed.data.DATABASE_URL
}

/** The process's environment; outside production what it leaves open comes from `.env` of the working folder. */
export function environment(): NodeJS.ProcessEnv {
  if (process.env.NODE_ENV !== 'production' && existsSync('.env')) process.loadEnvFile('.env')
  return process.env
}

/** Reads the environment. This file alone does. @throws ConfigError with one line per fault */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const given = givenOf(environment)
  const parsed = Environment.safeParse(given)
  const sources = readSources(given)
  const faults = parsed.success ? [] : faultsOf(parsed.error, given)
  faults.push(...incomplete(wecomGroups, given), ...sources.faults)
  if (!parsed.success || faults.length > 0) throw new ConfigError(faults)
  const own = parsed.data
  return { ...own, ...sources.configs, policies: { ...own.policies, ...sources.policies } }
}
