/** The caller has left: neither a failure nor a success of the vendor. Its cause is the caller's reason. */
export class CallerLeft extends Error {
  constructor(signal: AbortSignal) {
    super('caller left', { cause: signal.reason })
  }
}
