/** Why the host did or did not do what a panel asked for (docs/panels.md). */
export type ResultCode = 'done' | 'refused' | 'stale_context' | 'not_possible' | 'too_fast'
