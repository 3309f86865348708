import { UpstreamError } from '../errors.ts'
import type { Send } from './call.ts'
import type { Member } from './wecom.ts'
import { seen } from '../wire/seen.ts'
import { WireUser } from './wire.ts'

/** Disabled, and left the company. @see https://developer.work.weixin.qq.com/document/path/90196 */
const goneStatuses = new Set([2, 5])

/** Asks for one member. A userid that WeCom does not know, or not within the app's range, is an answer. */
export async function readMember(send: Send, userid: string, signal: AbortSignal): Promise<Member> {
  try {
    const { name, status } = await send({ path: 'user/get', query: { userid }, schema: WireUser }, signal)
    return { name: seen(name), isGone: goneStatuses.has(status ?? 0) }
  } catch (error) {
    if (error instanceof UpstreamError && error.vendorCode === 60111) return { name: null, isGone: true }
    throw error
  }
}
