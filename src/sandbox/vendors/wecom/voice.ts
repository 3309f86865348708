import type { Clock } from '../vendor.ts'
import type { Voice } from '../voice.ts'

/** The message of each error code. WeCom may change these texts: a client must rely on the number only. */
const words = {
  40001: 'invalid credential',
  40007: 'invalid media_id',
  40013: 'invalid corpid',
  40014: 'invalid access_token',
  40029: 'invalid code',
  40056: 'invalid agentid',
  40058: 'invalid Request Parameter',
  40096: 'invalid external userid',
  41001: 'access_token missing',
  42001: 'access_token expired',
  43001: 'require GET method',
  43002: 'require POST method',
  45009: 'api freq out of limit',
  47001: 'data format error',
  48002: 'api forbidden',
  60003: 'department not found',
  60011: 'no privilege to access/modify contact/party/agent',
  60020: 'not allow to access from your ip',
  60111: 'userid not found',
  60123: 'invalid party id',
  81013: 'user & party & tag all invalid',
  84061: 'not external contact',
  84074: 'no external permission',
  90501: 'chatid is not external group chat',
  301002: 'not allow operate agent with this agentid',
} as const
export type ErrorCode = keyof typeof words

export const isErrorCode = (code: number): code is ErrorCode => Object.hasOwn(words, code)

/** Thrown by a route; answered as HTTP 200 with this errcode. */
export class WecomRefusal extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode) {
    super(`${code} ${words[code]}`)
    this.code = code
  }
}

export const ok = (answer: Record<string, unknown>) => ({ errcode: 0, errmsg: 'ok', ...answer })

/** WeCom's error message: a hint that differs in every answer, the caller's address and a link to an explanation. */
export function refusal(code: ErrorCode, now: number) {
  const hint = `${Math.floor(now / 1000)}${String(now % 1000).padStart(3, '0')}${String(code).padStart(12, '7')}`
  const more = `from ip: 127.0.0.1, more info at https://open.work.weixin.qq.com/devtool/query?e=${code}`
  return { errcode: code, errmsg: `${words[code]}, hint: [${hint}], ${more}` }
}

/** The fault `refusing`: a wrong secret for the token call, a missing permission for every other call. */
export const createVoice = (clock: Clock): Voice => ({
  refusal: (request) => ({ body: refusal(request.url.startsWith('/cgi-bin/gettoken') ? 40001 : 48002, clock()) }),
  rateLimited: () => ({ body: refusal(45009, clock()) }),
})
