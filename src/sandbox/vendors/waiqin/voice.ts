import type { FastifyRequest } from 'fastify'
import type { SimulatedReply, Voice } from '../voice.ts'

/** Why 勤策 says no. The words are ours: it publishes none. */
export class Refusal extends Error {}

export function envelope(msgId: string, code: string | number, message: string, data: unknown): SimulatedReply {
  return { body: { return_code: code, return_msg: message, msg_id: msgId, response_data: data } }
}

function msgIdOf(request: FastifyRequest): string {
  const path = request.url.split('?')[0] ?? ''
  return decodeURIComponent(path.split('/').at(-1) ?? '')
}

/** HTTP 200 always: a refusal is known by `return_code` alone. */
export const waiqinVoice: Voice = {
  refusal: (request) => envelope(msgIdOf(request), '1', '接口未授权', ''),
}
