import type { SimulatedReply, Voice } from '../voice.ts'
import type { LoginShape } from './quirks.ts'

/** Always HTTP 200: only `result` shows whether the call succeeded. */
export const ok = (data: unknown, msg = 'ok'): SimulatedReply => ({ body: { result: 1, msg, data } })

export const failure = (msg: string, data: unknown = []): SimulatedReply => ({ body: { result: 0, msg, data } })

/** A refusal by 芸众, in its own envelope. */
export class Refusal extends Error {
  readonly reply: SimulatedReply

  constructor(reply: SimulatedReply) {
    super('refused')
    this.reply = reply
  }
}

/** Thrown when the answer is an HTML page. */
export class PageInstead extends Error {}

export const unknownRoute = '不存在的接口'
export const notGranted = 'Sorry,您没有操作权限'

const loginUrl = 'http://shop.yunzhong.invalid/addons/yun_shop/?menu#/login'
const loginData = (login_status: number) => ({
  login_status,
  login_url: login_status < 1 ? loginUrl : '',
  i: 6,
  mid: 0,
  scope: 'home',
  type: 5,
  extra: '',
})

/** Demands a new login in one of the vendor's ways. @throws Refusal or PageInstead */
export function askToLogIn(shape: LoginShape): never {
  if (shape === 'html') throw new PageInstead()
  const [field, code] = shape.split(' ')
  if (field === 'status') {
    const data = { status: Number(code), login_url: loginUrl }
    throw new Refusal(code === '-5' ? ok(data, '请重新登录') : failure('登录状态失效', data))
  }
  const msg = code === '2' ? '请先选择要管理的企业' : '请登录'
  throw new Refusal(failure(msg, loginData(Number(code))))
}

export const page = (title: string) =>
  `<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>${title}</title></head><body><div id="app"></div></body></html>`

export const yunzhongVoice: Voice = { refusal: () => failure(notGranted) }
