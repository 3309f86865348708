import type { Clock } from '../../src/bff/clock.ts'
import { startWecom, type WecomVendor } from '../../src/sandbox/vendors/wecom/index.ts'
import { createWorld } from '../../src/sandbox/world/create-world.ts'
import type { World } from '../../src/sandbox/world/world.ts'
import { authorize, cookiesOf, publicOrigin, startBff, type TestBff } from '../support/start-bff.ts'

export interface PlainBench {
  world: World
  wecom: WecomVendor
  bff: TestBff
  /** Begins a login; gives the address to which WeCom redirects, and the cookie bound to this login. */
  begin(to?: string, user?: string): Promise<{ landing: string; cookie: string }>
  /** Another installation of the same WeCom. */
  another(environment: Record<string, string>): Promise<TestBff>
  close(): Promise<void>
}

/** Only WeCom and the BFF, which is all that a session needs. */
export async function startPlain(clock: Clock, environment: Record<string, string> = {}): Promise<PlainBench> {
  const world = createWorld({ now: clock() })
  const wecom = await startWecom({ world, clock, publicOrigin })
  const start = (more: Record<string, string>) =>
    startBff({
      environment: {
        ...wecom.environment,
        RATE_LIMIT_SIGN_INS: '100000',
        RATE_LIMIT_CALLS: '100000',
        OVERLOAD_DELAY_MS: '0',
        ...more,
      },
      wecomUrl: wecom.url,
      clock,
    })
  const bff = await start(environment)
  return {
    world,
    wecom,
    bff,
    another: start,
    async begin(to, user = 'mengxiangyu') {
      const begun = await bff.get(`/auth/login${to === undefined ? '' : `?to=${encodeURIComponent(to)}`}`)
      const landing = await authorize(begun.headers.location ?? '', wecom.url, user)
      return { landing, cookie: cookiesOf(begun) }
    },
    async close() {
      await bff.close()
      await wecom.close()
    },
  }
}
