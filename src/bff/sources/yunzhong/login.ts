import { UpstreamError } from '../../errors.ts'
import { readWire, type NoteUnread } from '../../wire/read-wire.ts'
import type { Call, YunzhongCall } from './call.ts'
import { readEnvelope } from './envelope.ts'
import { createJar, type Jar } from './jar.ts'
import { loginRefusal } from './login-refusal.ts'
import { WireLogin } from './wire.ts'

export interface Credentials {
  mobile: string
  password: string
}

export interface SignedIn {
  jar: Jar
  /** WeCom userid of the account's staff member; null where the vendor does not say. */
  userid: string | null
}

const origin = { source: 'yunzhong', operation: 'login' } as const

interface Login {
  caller: Call
  credentials: Credentials
  note?: NoteUnread | undefined
}

/** Signs in. @throws what `loginRefusal` makes of a refusal, UpstreamError */
export async function login({ caller, credentials, note }: Login, signal: AbortSignal): Promise<SignedIn> {
  const { mobile, password } = credentials
  const jar = createJar()
  const route = 'member.login.index'
  const params = { mobile, password }
  const call: YunzhongCall = { operation: 'login', side: 'mobile', route, method: 'POST', params, isRead: false }
  const read = (json: unknown) => {
    const envelope = readEnvelope(json, origin.operation, note)
    if (!envelope.isSuccess) throw loginRefusal(envelope)
    return readWire(WireLogin, envelope.data, { ...origin, note })
  }
  const person = await caller.send({ call, jar, read }, signal)
  if (jar.header() === '') throw new UpstreamError({ ...origin, reason: 'unreadable', detail: 'set-cookie: missing' })
  await caller.chooseEnterprise(jar, signal)
  return { jar, userid: (person?.user_id || person?.staff?.user_id) ?? null }
}
