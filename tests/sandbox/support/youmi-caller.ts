import { z } from 'zod'
import { createWorld } from '../../../src/sandbox/world/create-world.ts'
import { startYoumi, youmiClient } from '../../../src/sandbox/vendors/youmi/index.ts'
import { createTestClock } from '../../support/clock.ts'

const Envelope = z.object({
  requestId: z.null(),
  errmsg: z.int(),
  succeed: z.boolean(),
  msgTime: z.string(),
  values: z.unknown(),
  errdesc: z.string().nullable(),
})
const Row = z.looseObject({ id: z.int(), sate: z.int(), sffId: z.string(), recipientData: z.string() })
export type YoumiRow = z.infer<typeof Row>

/** A caller of 友米 with its own token. */
export async function startYoumiCaller() {
  const time = createTestClock()
  const world = createWorld({ now: time.now() })
  const vendor = await startYoumi({ world, clock: time.clock, slowMs: 20 })

  const askToken = (form: Record<string, string> = {}) =>
    fetch(`${vendor.url}/connect/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: youmiClient.clientId,
        client_secret: youmiClient.clientSecret,
        scope: 'Ls.Qkl.PublicApi',
        ...form,
      }),
    })

  async function token(): Promise<string> {
    return z.object({ access_token: z.string() }).parse(await (await askToken()).json()).access_token
  }

  let bearer = await token()

  /** An operation without a path is one of the todos. */
  const post = (operation: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${vendor.url}/v2/${operation.includes('/') ? operation : `Todo/${operation}`}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${bearer}`, ...headers },
      body: JSON.stringify(body),
    })

  const ask = async (operation: string, body: unknown) => Envelope.parse(await (await post(operation, body)).json())

  async function list(filters: object = {}): Promise<YoumiRow[]> {
    const { values } = await ask('GetChargeDaffairesList', { pageIndex: 1, pageSize: 500, ...filters })
    return z.array(Row).parse(values)
  }

  const renew = async () => {
    bearer = await token()
  }

  return { ...time, vendor, world, askToken, post, ask, list, renew }
}

export type YoumiCaller = Awaited<ReturnType<typeof startYoumiCaller>>
