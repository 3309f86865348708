import { ProblemError } from '../../api/problem-error.ts'
import { HostError, type HostCode, type HostStep } from '../host-error.ts'

/** Clients spell the same failure in many ways, and the SDK rewrites them: underscores dropped, lower case. */
const signs: [RegExp, HostCode][] = [
  [/invalid[ _]?signature|40093/i, 'invalid_signature'],
  [/function[ _]?not[ _]?exist|not[ _]?support/i, 'wecom_too_old'],
  [/without[ _]?context/i, 'no_context'],
  [/no[ _]?permission|permission[ _]?denied|access[ _]?denied/i, 'no_permission'],
]

/** The text of a rejection, from all of its fields. */
export function wordsOf(reason: unknown): string {
  if (typeof reason !== 'object' || reason === null) return String(reason)
  const { err_msg, errmsg, errMsg, err_code, errCode, message } = reason as Record<string, unknown>
  return [err_msg, errmsg, errMsg, err_code, errCode, message].filter(Boolean).join(' ')
}

/** The code that a rejected SDK call means. A HostError passes unchanged. */
export function classify(reason: unknown, step: HostStep): Error {
  if (reason instanceof HostError || reason instanceof ProblemError) return reason
  const words = wordsOf(reason)
  const code = signs.find(([sign]) => sign.test(words))?.[1]
  return new HostError(code ?? (step === 'agentConfig' ? 'agent_config_failed' : 'sdk_failed'), step)
}
