import { NoAnswer } from './answer.ts'
import type { Caller } from './caller.ts'
import { fault, notRun, type Check, type Kit, type Outcome } from './check.ts'
import type { Options } from './options.ts'
import { checks } from './checks.ts'
import { gather } from './facts.ts'

/** What became of one check. */
export interface Line extends Outcome, Pick<Check, 'id' | 'section' | 'sent'> {}

export interface RunDeps {
  caller: Caller
  options: Options
  /** Milliseconds since 1970. */
  now(): number
  /** Told before each check, and after it. */
  onStart?(id: string): void
  onLine?(line: Line): void
}

const cannotGoOn = 'ping was not answered with 200, so nothing else can be told'

async function outcomeOf(check: Check, kit: Kit): Promise<Outcome> {
  const missing = check.needs?.filter((need) => !kit.options[need]) ?? []
  if (missing.length > 0) return notRun(`needs ${missing.map((need) => `--${need}`).join(' and ')}`)
  // A wrong secret is one fault, and not forty.
  if (kit.facts.ping.status !== 200 && check.id !== 'reach.ping') return notRun(cannotGoOn)
  try {
    return await check.run(kit)
  } catch (error) {
    if (error instanceof NoAnswer) return fault(`no answer: ${error.message}`)
    throw error
  }
}

/** Runs all checks, one after another. @throws NoAnswer where the address cannot be reached at all */
export async function runKit({ caller, options, now, onStart, onLine }: RunDeps): Promise<Line[]> {
  const facts = await gather(caller, options)
  const kit: Kit = { ...caller, now, options, facts }
  const lines: Line[] = []
  for (const check of checks) {
    onStart?.(check.id)
    const { id, section, sent } = check
    const line = { id, section, sent, ...(await outcomeOf(check, kit)) }
    lines.push(line)
    onLine?.(line)
  }
  return lines
}
