import { createDirectory } from './people/directory.ts'
import { createPeopleHandlers } from './people/handlers.ts'
import { staffSourcesOf } from './people/staff-sources.ts'
import { createVendorPeopleHandlers } from './people/vendor-handlers.ts'
import type { AdminHandlers } from './register.ts'
import { createStatusHandlers, type StatusDeps } from './status/handlers.ts'

export type AdminHandlersDeps = Omit<StatusDeps, 'directory' | 'columns'>

/** The administrators' calls, each part from its own maker. */
export function createAdminHandlers(deps: AdminHandlersDeps): Partial<AdminHandlers> {
  const columns = staffSourcesOf(deps.sources)
  const directory = createDirectory({ ...deps, columns })
  return {
    ...createPeopleHandlers({ ...deps, directory, columns }),
    ...createVendorPeopleHandlers(directory),
    ...createStatusHandlers({ ...deps, directory, columns }),
  }
}
