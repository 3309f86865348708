import type { Store } from '../store/store.ts'
import { createContactLinkHandlers } from './contact-links/handlers.ts'
import { createFileHandlers } from './files/handlers.ts'
import { createMappingHandlers } from './mappings/handlers.ts'
import { createDirectory } from './people/directory.ts'
import { createPeopleHandlers } from './people/handlers.ts'
import { columnsOf } from './people/staff-sources.ts'
import { createVendorPeopleHandlers } from './people/vendor-handlers.ts'
import type { AdminDeps } from './register.ts'
import { createStatusHandlers, type StatusDeps } from './status/handlers.ts'

export interface AdminHandlersDeps extends Omit<StatusDeps, 'directory' | 'columns'> {
  store: Store
  /** A phone alone makes a candidate of a customer. */
  linkByPhone: boolean
  /** Whether 企客聊 opens the page: its accounts are mapped as well. */
  hasQikeliao: boolean
}

/** The administrators' calls, each part from its own maker. */
export function createAdminHandlers(deps: AdminHandlersDeps): Pick<AdminDeps, 'handlers' | 'files'> {
  const columns = columnsOf(deps.sources, deps.hasQikeliao)
  const directory = createDirectory({ ...deps, columns })
  const all = { ...deps, directory, columns }
  return {
    handlers: {
      ...createPeopleHandlers(all),
      ...createVendorPeopleHandlers(directory),
      ...createStatusHandlers(all),
      ...createMappingHandlers(all),
      ...createContactLinkHandlers(all),
    },
    files: createFileHandlers(all),
  }
}
