import type { StaffSourceId } from '#contract/admin'
import type { Clock } from '../clock.ts'
import { createStaffIds } from '../identity/staff-ids.ts'
import type { OpenSource } from '../sources/definition.ts'
import type { OpenSources } from '../sources/index.ts'
import type { Store } from '../store/store.ts'
import { createContactLinkHandlers } from './contact-links/handlers.ts'
import { createFileHandlers } from './files/handlers.ts'
import { createDirectory } from './mappings/directory.ts'
import { createMappingHandlers } from './mappings/handlers.ts'
import type { AdminDeps } from './register.ts'

interface Deps {
  store: Store
  /** Null where one is not configured. */
  sources: OpenSources
  linkByPhone: boolean
  clock: Clock
}

/** The administrators' calls, each part from its own maker. */
export function createAdminHandlers({
  store,
  sources,
  linkByPhone,
  clock,
}: Deps): Pick<AdminDeps, 'handlers' | 'files'> {
  const opened = (source: StaffSourceId): OpenSource | null => (source === 'qikeliao' ? null : sources[source])
  const about = {
    store,
    clock,
    directory: createDirectory(store),
    isConfigured: (source: StaffSourceId) => opened(source) !== null,
    byRule: async (userid: string, source: StaffSourceId) => (await opened(source)?.staffIdOf?.(userid)) ?? null,
  }
  const staffIds = createStaffIds({ ...store, sources })
  return {
    handlers: {
      ...createMappingHandlers(about),
      ...createContactLinkHandlers({ ...about, staffIds, linkByPhone }),
    },
    files: createFileHandlers(about),
  }
}
