import { z } from 'zod'
import { startWecom, type WecomVendor } from '../../../src/sandbox/vendors/wecom/index.ts'
import { createWorld } from '../../../src/sandbox/world/create-world.ts'
import type { World } from '../../../src/sandbox/world/world.ts'

export const publicOrigin = 'http://localhost:8080'

const Answer = z.looseObject({ errcode: z.int(), errmsg: z.string() })
type Answer = z.infer<typeof Answer>

export interface WecomFixture {
  wecom: WecomVendor
  world: World
  /** Advances the simulator's clock. */
  pass(ms: number): void
  get(operation: string, query?: Record<string, string>): Promise<Answer>
  post(operation: string, body: unknown): Promise<Answer>
  /** The current access token, or a new one. */
  token(): Promise<string>
}

/** A running simulator with a clock that the test sets, and a client that always has a token. */
export async function startWecomFixture(): Promise<WecomFixture> {
  let now = Date.parse('2026-11-20T10:00:00+08:00')
  const world = createWorld({ now })
  const wecom = await startWecom({ world, clock: () => now, publicOrigin, slowMs: 5 })

  async function send(operation: string, query: Record<string, string>, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(`${wecom.url}/cgi-bin/${operation}?${new URLSearchParams(query).toString()}`, init)
    if (response.status !== 200) throw new Error(`HTTP ${response.status}`)
    return Answer.parse(await response.json())
  }

  const credentials = { corpid: world.corpId, corpsecret: world.secret }
  const token = async () => String((await send('gettoken', credentials)).access_token)

  return {
    wecom,
    world,
    token,
    pass: (ms) => {
      now += ms
    },
    get: async (operation, query = {}) => send(operation, { access_token: await token(), ...query }),
    post: async (operation, body) =>
      send(operation, { access_token: await token() }, { method: 'POST', body: JSON.stringify(body) }),
  }
}
