import type { SimulatedReply, Voice } from '../voice.ts'

const words: Record<number, string> = {
  [-1]: '操作失败',
  1001: '缺少请求头',
  1002: '签名错误',
  1003: '请求时间与服务器时间相差过大',
}

/** `data` is null whenever `code` is not 0. */
export const failure = (code: number, message = words[code] ?? '操作失败'): SimulatedReply => ({
  body: { code, message, data: null },
})

/** 探马's error numbers. */
export class Refusal extends Error {
  readonly code: number

  constructor(code: number, message = words[code] ?? '操作失败') {
    super(message)
    this.code = code
  }
}

export const tanmaVoice: Voice = { refusal: () => failure(-1, '应用已停用') }
