import { adminFiles } from '#contract/admin-endpoint'
import type { FastifyInstance } from 'fastify'
import { chinaDay } from '../../china-time.ts'
import type { Clock } from '../../clock.ts'
import { parse } from '../../http/route.ts'
import { wholeHeader } from '../../identity/link-file.ts'
import { writeCsv } from '../../spreadsheets/write-csv.ts'
import { writeXlsx } from '../../spreadsheets/write-xlsx.ts'

type AdminFile = keyof typeof adminFiles

interface Table {
  /** What the file is called, in Chinese. */
  title: string
  rows: Iterable<readonly string[]>
}

export type FileHandlers = Record<AdminFile, () => Promise<Table>>

const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

/** For browsers of today; others take the plain name. */
const disposition = (title: string, day: string, format: keyof typeof types): string =>
  `attachment; filename="sidedesk-${day}.${format}"; filename*=UTF-8''${encodeURIComponent(`${title}-${day}`)}.${format}`

/** Serves the files that a browser saves. */
export function registerFileRoutes(
  app: FastifyInstance,
  { handlers, clock, config }: { handlers: FileHandlers; clock: Clock; config: object },
): void {
  for (const [call, schema] of Object.entries(adminFiles)) {
    const [, url = ''] = call.split(' ')
    const handle = handlers[call as AdminFile]
    app.get(url, { config }, async (request, reply) => {
      const { format } = parse('query', schema, request.query) as { format: keyof typeof types }
      const { title, rows } = await handle()
      const bytes = await (format === 'csv' ? writeCsv(rows) : writeXlsx(rows, wholeHeader.length))
      return reply
        .type(types[format])
        .header('content-disposition', disposition(title, chinaDay(clock()), format))
        .header('x-content-type-options', 'nosniff')
        .send(bytes)
    })
  }
}
