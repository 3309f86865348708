import { chinaInstant } from '../china-time.ts'
import type { SimulatedReply, Voice } from '../voice.ts'

/** At 友米, `errmsg` is the error number and `errdesc` the text. */
export function envelope(now: number, values: unknown): SimulatedReply {
  const msgTime = chinaInstant(now, 7)
  return { body: { requestId: null, errmsg: 20_000, succeed: true, msgTime, values, errdesc: null } }
}

const words: Record<number, string> = {
  10_003: 'token 无效',
  200_010: '员工不存在',
  200_011: '服务器错误',
  200_012: '参数错误',
}

export function refusal(now: number, code: number): SimulatedReply {
  const msgTime = chinaInstant(now, 7)
  const errdesc = words[code] ?? '操作失败'
  return { body: { requestId: null, errmsg: code, succeed: false, msgTime, values: null, errdesc } }
}

/** 友米's error numbers. */
export class Refusal extends Error {
  readonly code: number

  constructor(code: number) {
    super(words[code] ?? '操作失败')
    this.code = code
  }
}

export const youmiVoice = (clock: () => number): Voice => ({
  refusal: () => refusal(clock(), 200_011),
})
