import { authorize, publicOrigin } from '../support/start-bff.ts'

export interface Answer {
  status: number
  json: unknown
}

const cookiesOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0] ?? '')
    .filter((pair) => !pair.endsWith('='))
    .join('; ')

/** Calls the BFF as salespeople's pages do. Sessions are cookies, so they outlive the process. */
export function createCaller(origin: string, wecomUrl: string) {
  const cookies = new Map<string, string>()

  async function signIn(userid: string): Promise<void> {
    const begun = await fetch(`${origin}/auth/login`, { redirect: 'manual' })
    const landing = await authorize(begun.headers.get('location') ?? '', wecomUrl, userid)
    const done = await fetch(origin + landing, { redirect: 'manual', headers: { cookie: cookiesOf(begun) } })
    const session = cookiesOf(done)
    if (!session.includes('sidedesk_session')) throw new Error(`no session for ${userid}: ${done.status}`)
    cookies.set(userid, session)
  }

  /** Null if the connection broke before the answer was complete: the change may or may not have been made. */
  async function call(userid: string, method: string, path: string, body?: object): Promise<Answer | null> {
    const headers = { cookie: cookies.get(userid) ?? '', origin: publicOrigin }
    const content = body && { body: JSON.stringify(body), headers: { ...headers, 'content-type': 'application/json' } }
    try {
      const response = await fetch(`${origin}/api/${path}`, { method, headers, ...content })
      const text = await response.text()
      return { status: response.status, json: text === '' ? null : JSON.parse(text) }
    } catch {
      return null
    }
  }

  return { signIn, call }
}

export type Caller = ReturnType<typeof createCaller>
