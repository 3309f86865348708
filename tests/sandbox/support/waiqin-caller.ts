import { createHash } from 'node:crypto'
import { z } from 'zod'
import { createWorld } from '../../../src/sandbox/world/create-world.ts'
import { startWaiqin, waiqinCredentials } from '../../../src/sandbox/vendors/waiqin/index.ts'
import { createTestClock } from '../../support/clock.ts'

const Envelope = z.object({
  return_code: z.union([z.string(), z.number()]),
  return_msg: z.string(),
  msg_id: z.string(),
  response_data: z.unknown(),
})

export const TaskRow = z.looseObject({
  task_id: z.string(),
  customer_id: z.string(),
  status: z.union([z.string(), z.number()]),
  task_status: z.string(),
  create_time: z.string(),
  modify_time: z.string(),
  receivers: z.array(z.looseObject({ id: z.string() })),
  creator: z.looseObject({ id: z.string() }),
})
export type TaskRow = z.infer<typeof TaskRow>

export interface Call {
  api?: string
  version?: string
  openid?: string
  appKey?: string
  timestamp?: string
  digest?: string
  msgId?: string
  /** Sent instead of the body's JSON. */
  raw?: string
  method?: string
}

/** A caller of 勤策 with its own signature code, written from the vendor's documentation. */
export async function startWaiqinCaller(options: { fieldTasks?: number } = {}) {
  const time = createTestClock()
  const world = createWorld({ now: time.now() })
  const vendor = await startWaiqin({ world, clock: time.clock, slowMs: 20, ...options })
  const stamp = () => new Date(time.now() + 28_800_000).toISOString().replace(/\D/g, '').slice(0, 14)

  async function post(operation: string, body: object, call: Call = {}): Promise<Response> {
    const {
      api = 'cusTask',
      version = 'v1',
      openid = waiqinCredentials.openid,
      appKey = waiqinCredentials.appKey,
    } = call
    const { raw = JSON.stringify(body), timestamp = stamp(), msgId = 'b7a1-0001', method = 'POST' } = call
    const digest = call.digest ?? createHash('md5').update(`${raw}|${appKey}|${timestamp}`).digest('hex')
    const headers = { 'Content-Type': 'application/json;charset=utf-8' }
    const path = `/api/${api}/${version}/${operation}/${openid}/${timestamp}/${digest}/${msgId}`
    return fetch(vendor.url + path, { method, ...(method === 'POST' && { headers, body: raw }) })
  }

  const ask = async (operation: string, body: object, call?: Call) =>
    Envelope.parse(await (await post(operation, body, call)).json())

  async function tasks(body: object): Promise<TaskRow[]> {
    const { response_data } = await ask('queryTask', body)
    return z.array(TaskRow).parse(JSON.parse(z.string().parse(response_data)))
  }

  async function rows(operation: string, body: object, call?: Call): Promise<Record<string, unknown>[]> {
    const { response_data } = await ask(operation, body, call)
    return z.array(z.looseObject({})).parse(JSON.parse(z.string().parse(response_data)))
  }

  return { ...time, vendor, world, post, ask, tasks, rows }
}

export type WaiqinCaller = Awaited<ReturnType<typeof startWaiqinCaller>>
