import { createHash } from 'node:crypto'
import { z } from 'zod'
import { startTanma, tanmaCredentials } from '../../../src/sandbox/vendors/tanma/index.ts'
import { createWorld } from '../../../src/sandbox/world/create-world.ts'
import { createTestClock } from '../../support/clock.ts'

const Group = z.looseObject({
  salesId: z.string(),
  chatId: z.string(),
  chatName: z.string(),
  createTimeGroup: z.string(),
  tasks: z.array(z.looseObject({ id: z.string(), sendStatus: z.int(), mode: z.int() })),
})
const Page = z.object({
  totalCount: z.int(),
  totalPage: z.int(),
  pageNo: z.int(),
  pageSize: z.int(),
  result: z.array(Group),
})
const Envelope = z.object({ code: z.int(), message: z.string(), data: z.unknown() })

export interface Call {
  /** By default the list of groups. */
  path?: string
  appId?: string
  appKey?: string
  timestamp?: string
  sign?: string
  raw?: string
  headers?: Record<string, string>
}

/** A caller of 探马 with its own signature code, written from the vendor's documentation. */
export async function startTanmaCaller() {
  const time = createTestClock()
  const world = createWorld({ now: time.now() })
  const vendor = await startTanma({ world, clock: time.clock, slowMs: 20 })

  function post(body: object, call: Call = {}): Promise<Response> {
    const {
      path = 'groupSop/getGroupList',
      appId = tanmaCredentials.appId,
      appKey = tanmaCredentials.appKey,
      timestamp = String(time.now()),
    } = call
    const raw = call.raw ?? JSON.stringify(body)
    const sign = call.sign ?? createHash('sha256').update(`${appId}${timestamp}${raw}${appKey}`).digest('hex')
    return fetch(`${vendor.url}/api/v3/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', appId, timestamp, sign, ...call.headers },
      body: raw,
    })
  }

  const ask = async (body: object, call?: Call) => Envelope.parse(await (await post(body, call)).json())
  const list = async (body: object) => Page.parse((await ask(body)).data)

  return { ...time, vendor, world, post, ask, list }
}

export type TanmaCaller = Awaited<ReturnType<typeof startTanmaCaller>>
