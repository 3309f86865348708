import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { staffFile } from '../world/company/staff-file.ts'
import type { World } from '../world/world.ts'
import { workbookOf } from './workbook.ts'

const Query = z.object({ format: z.enum(['csv', 'xlsx']).default('csv'), mended: z.enum(['0', '1']).default('0') })

const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** As Excel saves "CSV UTF-8": with a mark in front, and both signs at the end of a line. */
const csvOf = (rows: readonly string[][]): Buffer =>
  Buffer.from(`\uFEFF${rows.map((row) => `${row.join()}\r\n`).join('')}`)

/** 工号.csv and 工号.xlsx: the company's table of ids, as an administrator has it on their desk. */
export function registerStaffTable(app: FastifyInstance, world: () => World): void {
  app.get('/sandbox/control/staff-table', async (request, reply) => {
    const { format, mended } = Query.parse(request.query)
    const rows = staffFile(world().company, { isMended: mended === '1' })
    const name = `${mended === '1' ? '工号-改好' : '工号'}.${format}`
    return reply
      .type(types[format])
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
      .send(format === 'csv' ? csvOf(rows) : workbookOf(rows))
  })
}
