import type { Line } from './run.ts'

const signs = { ok: '✓', fault: '✗', not_run: '–' }

/** One line of the report: what, what was sent, what came, and where the contract says it. */
export const toText = ({ id, section, sent, state, came }: Line): string =>
  `${signs[state]} ${id}: ${sent} → ${state === 'not_run' ? 'not run: ' : ''}${came} [docs/orders.md ${section}]`

const count = (lines: readonly Line[], state: Line['state']) => lines.filter((line) => line.state === state).length

export const summary = (lines: readonly Line[]): string =>
  lines.length === 1
    ? 'Nothing else was asked: ping has to be answered with 200 first'
    : `${count(lines, 'ok')} as the contract says, ${count(lines, 'fault')} not, ${count(lines, 'not_run')} not run`
