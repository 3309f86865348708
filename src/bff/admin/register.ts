import { adminEndpoints, type AdminCall, type AdminEndpoints } from '#contract/admin-endpoint'
import { importBounds } from '#contract/admin-mapping'
import type { FastifyInstance } from 'fastify'
import { createCalls, registerRoutes, type HandlersOf } from '../http/route.ts'
import { staffOf } from '../session/recognise.ts'
import type { Clock } from '../clock.ts'
import { registerFileRoutes, type FileHandlers } from './files/register.ts'
import { onlyAdmins } from './only-admins.ts'

export type AdminHandlers = HandlersOf<AdminEndpoints>

export interface AdminDeps {
  handlers: Partial<AdminHandlers>
  files: FileHandlers
  clock: Clock
  adminUserids: readonly string[]
  /** The longest that a call may take. */
  timeoutMs: number
}

/** An XLSX file is a third longer as base64; names and braces come on top. */
const fileBytes = Math.ceil((importBounds.bytes * 4) / 3) + 4096

const limits: Partial<Record<AdminCall, { bodyLimit: number }>> = {
  'POST /api/admin/mappings/preview': { bodyLimit: fileBytes },
}
const hidden = { config: { isHidden: true } }

/** The calls of `/api/admin`, for administrators. For everybody else, and by any other method, there are no such paths. */
export async function registerAdmin(app: FastifyInstance, deps: AdminDeps): Promise<void> {
  const { handlers, files, clock, adminUserids, timeoutMs } = deps
  await app.register(async (admin) => {
    admin.addHook('onRequest', onlyAdmins(adminUserids))
    admin.addHook('onRequest', (_request, reply, done) => {
      void reply.header('cache-control', 'no-store')
      done()
    })
    const all = createCalls({ table: adminEndpoints, handlers: handlers as AdminHandlers, staffOf, timeoutMs })
    const calls = { ...all, names: all.names.filter((name) => name in handlers) }
    registerRoutes(admin, calls, (call) => ({ ...hidden, ...limits[call] }))
    registerFileRoutes(admin, { handlers: files, clock, ...hidden })
  })
}
