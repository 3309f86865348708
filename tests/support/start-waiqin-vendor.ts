import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { z } from 'zod'

type Row = Record<string, unknown>

const Question = z.object({
  page: z.coerce.number().default(1),
  page_number: z.coerce.number().optional(),
  rows: z.coerce.number().default(1000),
})

/** A 勤策 over HTTP that tells its rows as a test wrote them, for every window, or another answer in their place. */
export async function startWaiqinVendor() {
  const vendor = {
    url: '',
    tasks: [] as Row[],
    customers: [] as Row[],
    types: [] as Row[],
    /** The body of every answer, in place of the rows. */
    answer: null as string | null,
    close: async () => {},
  }
  const listOf = (url: string): Row[] => {
    if (url.includes('/queryTaskType/')) return vendor.types
    return url.includes('/queryTask/') ? vendor.tasks : vendor.customers
  }
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      const { page, page_number: number = page, rows: size } = Question.parse(body)
      const rows = listOf(request.url ?? '').slice((number - 1) * size, number * size)
      response.end(vendor.answer ?? JSON.stringify({ return_code: '0', response_data: JSON.stringify(rows) }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  vendor.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  vendor.close = () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return vendor
}

export type WaiqinHttpVendor = Awaited<ReturnType<typeof startWaiqinVendor>>
