import type { AdminHandlers } from './register.ts'

/** The administrators' calls, each part from its own maker. */
export function createAdminHandlers(): Partial<AdminHandlers> {
  return {}
}
