import type { FastifyBaseLogger } from 'fastify'
import { StaffSourceId } from '#contract/admin-id'
import { createDirectory, type Directory } from '../admin/people/directory.ts'
import { columnsOf } from '../admin/people/staff-sources.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config/config.ts'
import { openFoundation } from '../foundation.ts'
import { openStore } from '../store/index.ts'
import type { Store } from '../store/store.ts'

export interface OpenPeopleDeps {
  databaseUrl: string
  /** Makes a new database file even where one was before. */
  mayCreate?: boolean
  /** Null where the command is not given the server's variables: then it knows the database alone. */
  config: Config | null
  clock: Clock
  log: Pick<FastifyBaseLogger, 'info' | 'warn'>
}

export interface People {
  store: Store
  directory: Directory
  /** Systems that are configured; all that there may be where that is not known. */
  columns: StaffSourceId[]
  /** Whether it is known which systems are configured, and what their rules give. */
  hasSystems: boolean
  clock: Clock
  log: OpenPeopleDeps['log']
}

async function openSystems({ databaseUrl, mayCreate, config, clock, log }: OpenPeopleDeps) {
  if (config) {
    const { store, sources, close } = await openFoundation({ config, clock, log })
    return { store, sources, columns: columnsOf(sources, config.qikeliao !== null), close }
  }
  const store = await openStore(databaseUrl, { mayCreate })
  return { store, sources: {}, columns: StaffSourceId.options, close: store.close }
}

/** For a command: who is who, as the administrators' page knows it. No mirror runs, and nobody outside is asked. */
export async function withPeople(deps: OpenPeopleDeps, work: (people: People) => Promise<string>): Promise<string> {
  const { clock, log } = deps
  const { store, sources, columns, close } = await openSystems(deps)
  try {
    const directory = createDirectory({ store, sources, columns, clock })
    return await work({ store, directory, columns, hasSystems: deps.config !== null, clock, log })
  } finally {
    await close()
  }
}
