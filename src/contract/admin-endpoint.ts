import { z } from 'zod'
import { ContactLinks, ContactLinksQuery } from '#contract/admin-contact-link'
import { Applied, ApplyRequest, BatchList, BatchRows, Preview, PreviewRequest, Undone } from '#contract/admin-mapping'
import { PeopleList, PeopleQuery, VendorPeopleList, VendorPeopleQuery } from '#contract/admin-people'
import { AdminStatus } from '#contract/admin-status'
import type { PartOf } from '#contract/endpoint'
import { ExternalUserId, SourceKey } from '#contract/id'
import { LinkedSourceId } from '#contract/source'

const batch = z.object({ id: z.string().regex(/^[\w-]{1,64}$/) })
const list = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
})

/**
 * The calls of the administrators' page. For everybody else there are none: they answer as an unknown address does. They stand
 * apart from the table of the sidebar's calls, so that its page and `/api/openapi.json` know nothing of them.
 */
export const adminEndpoints = {
  'GET /api/admin/status': { response: AdminStatus },
  'GET /api/admin/people': { query: PeopleQuery, response: PeopleList },
  'GET /api/admin/vendor-people': { query: VendorPeopleQuery, response: VendorPeopleList },
  'POST /api/admin/mappings/preview': { body: PreviewRequest, response: Preview },
  'POST /api/admin/mappings/apply': { body: ApplyRequest, response: Applied },
  'GET /api/admin/batches': { query: list, response: BatchList },
  'GET /api/admin/batches/:id': { params: batch, query: list, response: BatchRows },
  'POST /api/admin/batches/:id/undo': { params: batch, response: Undone },
  'GET /api/admin/contact-links': { query: ContactLinksQuery, response: ContactLinks },
  'DELETE /api/admin/contact-links/:externalUserId/:source/:sourceId': {
    params: z.object({ externalUserId: ExternalUserId, source: LinkedSourceId, sourceId: SourceKey }),
    response: z.null(),
  },
} as const satisfies Record<
  `${'GET' | 'POST' | 'DELETE'} /api/admin/${string}`,
  { params?: z.ZodObject; query?: z.ZodObject; body?: z.ZodType; response: z.ZodType }
>

export type AdminEndpoints = typeof adminEndpoints
export type AdminCall = keyof AdminEndpoints
export type AdminParams<C extends AdminCall> = PartOf<AdminEndpoints[C], 'params', 'output'>
/** As the caller writes it: defaults may be left out. */
export type AdminQuery<C extends AdminCall> = PartOf<AdminEndpoints[C], 'query', 'input'>
export type AdminBody<C extends AdminCall> = PartOf<AdminEndpoints[C], 'body', 'output'>
export type AdminAnswer<C extends AdminCall> = PartOf<AdminEndpoints[C], 'response', 'output'>

/** Files that the browser saves: `?format=csv|xlsx`, in the columns of the import. */
export const adminFiles = {
  'GET /api/admin/people.file': z.object({ format: z.enum(['csv', 'xlsx']) }),
  'GET /api/admin/contact-links.file': z.object({ format: z.enum(['csv', 'xlsx']) }),
} as const
