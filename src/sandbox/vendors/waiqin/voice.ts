import type { FastifyRequest } from 'fastify'
import type { SimulatedReply, Voice } from '../voice.ts'

/** 勤策's refusals. The texts are invented: 勤策 publishes none. */
export class Refusal extends Error {}

export function envelope(msgId: string, code: string | number, message: string, data: unknown): SimulatedReply {
  return { body: { return_code: code, return_msg: message, msg_id: msgId, response_data: data } }
}

function msgIdOf(request: FastifyRequest): string {
  const path = request.url.split('?')[0] ?? ''
  return decodeURIComponent(path.split('/').at(-1) ?? '')
}

/** Always HTTP 200: only `return_code` shows a refusal. */
export const waiqinVoice: Voice = {
  refusal: (request) => envelope(msgIdOf(request), '1', '接口未授权', ''),
}
