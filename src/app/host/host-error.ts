/** Why the client did not say which chat is open. A closed list; `failures/host-screens.ts` has a screen for each. */
export type HostCode =
  | 'outside_wecom'
  | 'wecom_too_old'
  | 'sdk_timeout'
  | 'no_permission'
  | 'no_context'
  | 'wrong_entry'
  | 'invalid_signature'
  | 'agent_config_failed'
  | 'sdk_failed'

/** The step that failed, shown in small print for support. */
export type HostStep = 'bridge' | 'agentConfig' | 'getContext' | 'getCurExternalContact' | 'getCurExternalChat'

export class HostError extends Error {
  readonly code: HostCode
  readonly step: HostStep | undefined

  constructor(code: HostCode, step?: HostStep) {
    super(code)
    this.name = 'HostError'
    this.code = code
    this.step = step
  }
}
