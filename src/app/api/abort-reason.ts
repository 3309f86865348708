/** Why it was aborted. Safari 14 has no `reason`. */
export const reasonOf = (signal: AbortSignal): unknown => signal.reason ?? new DOMException('aborted', 'AbortError')
