import { z } from 'zod'
import { createWorld } from '../../../src/sandbox/world/create-world.ts'
import { startYunzhong } from '../../../src/sandbox/vendors/yunzhong/index.ts'
import { createTestClock } from '../../support/clock.ts'

const Envelope = z.object({ result: z.int(), msg: z.string(), data: z.unknown() })
export type Envelope = z.infer<typeof Envelope>

/** Laravel's paginator, as far as the tests read it. */
export const Paginator = z.object({
  current_page: z.int(),
  data: z.array(z.looseObject({})),
  first_page_url: z.string(),
  from: z.int().nullable(),
  last_page: z.int(),
  last_page_url: z.string(),
  next_page_url: z.string().nullable(),
  path: z.string(),
  per_page: z.int(),
  prev_page_url: z.string().nullable(),
  to: z.int().nullable(),
  total: z.int(),
})

export const sopTask = 'plugin.sop-task.frontend.controller.task.task'

/** A visitor of 芸众 with one cookie, like a browser; not signed in at first. */
export async function startYunzhongCaller() {
  const time = createTestClock()
  const world = createWorld({ now: time.now() })
  const vendor = await startYunzhong({ world, clock: time.clock, slowMs: 20 })
  let cookie = ''

  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await fetch(vendor.url + path, {
      ...init,
      headers: { 'X-Requested-With': 'XMLHttpRequest', Cookie: cookie, ...init.headers },
    })
    const line = response.headers.get('set-cookie')
    if (line) cookie = line.split(';')[0] ?? ''
    return response
  }

  const posting = (body: object): RequestInit => ({
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  const told = async (response: Response) => Envelope.parse(await response.json())

  const api = async (route: string, body: object = {}, type = 5) =>
    told(await ask(`/addons/yun_shop/api.php?i=6&type=${type}&route=${route}`, posting(body)))

  const signInAs = (mobile: string, password: string) => api('member.login.index', { mobile, password })

  async function signIn(userid: string): Promise<void> {
    const { mobile, password } = vendor.accountOf(userid)
    const { result } = await signInAs(mobile, password)
    if (result !== 1) throw new Error(`${userid} could not sign in`)
  }

  return {
    ...time,
    vendor,
    world,
    ask,
    api,
    signInAs,
    signIn,
    cookie: () => cookie,
    setCookie: (value: string) => {
      cookie = value
    },
    get: async (path: string) => told(await ask(`/business/6/${path}`)),
    post: async (path: string, body: object = {}) => told(await ask(`/business/6/${path}`, posting(body))),
    sidebar: (operation: 'getTask' | 'getContent' | 'send', body: object) => api(`${sopTask}.${operation}`, body),
  }
}

export type YunzhongCaller = Awaited<ReturnType<typeof startYunzhongCaller>>
