import type { StaffSourceId } from '#contract/admin'
import type { Clock } from '../clock.ts'
import type { OpenSource } from '../sources/definition.ts'
import type { Store } from '../store/store.ts'
import { createDirectory } from './mappings/directory.ts'
import { createMappingHandlers } from './mappings/handlers.ts'
import type { AdminHandlers } from './register.ts'

interface Deps {
  store: Pick<Store, 'links' | 'mappings' | 'people'>
  /** Null where one is not configured. */
  sources: Readonly<Partial<Record<StaffSourceId, OpenSource | null>>>
  clock: Clock
}

/** The administrators' calls, each part from its own maker. */
export function createAdminHandlers({ store, sources, clock }: Deps): Partial<AdminHandlers> {
  return createMappingHandlers({
    store,
    clock,
    directory: createDirectory(store),
    isConfigured: (source) => Boolean(sources[source]),
    byRule: async (userid, source) => (await sources[source]?.staffIdOf?.(userid)) ?? null,
  })
}
