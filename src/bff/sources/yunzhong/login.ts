import { AppError, UpstreamError } from '../../errors.ts'
import { readWire } from '../../wire/read-wire.ts'
import type { Call, YunzhongCall } from './call.ts'
import { createJar, type Jar } from './jar.ts'
import { WireEnvelope, WireLogin, WireLoginState } from './wire.ts'

export interface Credentials {
  mobile: string
  password: string
}

export interface SignedIn {
  jar: Jar
  /** WeCom userid of the account's staff member; null where the vendor does not say. */
  userid: string | null
}

const source = 'yunzhong'
const origin = { source, operation: 'login' } as const
const locked = /锁定|分钟|次数过多|频繁/
const wrong = /密码|手机号|账号|帐号|用户/
const lockSeconds = 30 * 60

/** Only the vendor's text tells a wrong password, a lock and other refusals apart. */
function refusalOf(msg: unknown, data: unknown): Error {
  const text = typeof msg === 'string' ? msg : ''
  if (locked.test(text)) return new AppError('account_locked', { source, retryAfterSeconds: lockSeconds })
  // -2: no such account. Reported as a wrong password, so that no one learns which mobiles have one.
  const isUnknown = WireLoginState.safeParse(data).data?.login_status === -2
  return isUnknown || wrong.test(text)
    ? new AppError('wrong_password', { source })
    : new UpstreamError({ ...origin, reason: 'refused' })
}

/** Signs in. @throws wrong_password, account_locked, UpstreamError */
export async function login(
  { send, chooseEnterprise }: Call,
  { mobile, password }: Credentials,
  signal: AbortSignal,
): Promise<SignedIn> {
  const jar = createJar()
  const route = 'member.login.index'
  const params = { mobile, password }
  const call: YunzhongCall = { operation: 'login', side: 'mobile', route, method: 'POST', params, isRead: false }
  const read = (json: unknown) => {
    const { result, msg, data } = readWire(WireEnvelope, json, origin)
    if (result !== 1) throw refusalOf(msg, data)
    return WireLogin.parse(data)
  }
  const { user_id: own, staff } = await send({ call, jar, read }, signal)
  if (jar.header() === '') throw new UpstreamError({ ...origin, reason: 'unreadable', detail: 'set-cookie: missing' })
  await chooseEnterprise(jar, signal)
  return { jar, userid: own ?? staff?.user_id ?? null }
}
