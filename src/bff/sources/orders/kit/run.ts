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

async function outcomeOf(check: Check, kit: Kit): Promise<Outcome> {
  const missing = check.needs?.filter((need) => !kit.options[need]) ?? []
  if (missing.length > 0) return notRun(`needs ${missing.map((need) => `--${need}`).join(' and ')}`)
  try {
    return await check.run(kit)
  } catch (error) {
    if (error instanceof NoAnswer) return fault(`no answer: ${error.message}`)
    throw error
  }
}

/** A wrong secret is one fault, and not fifty: where ping fails, nothing else can be told. */
const toRun = ({ ping }: Kit['facts']): readonly Check[] => (ping.status === 200 ? checks : checks.slice(0, 1))

/** Runs all checks, one after another; the first alone where ping is not answered with 200. @throws NoAnswer where the address cannot be reached at all */
export async function runKit({ caller, options, now, onStart, onLine }: RunDeps): Promise<Line[]> {
  const facts = await gather(caller, options)
  const kit: Kit = { ...caller, now, options, facts }
  const lines: Line[] = []
  for (const check of toRun(facts)) {
    onStart?.(check.id)
    const { id, section, sent } = check
    const line = { id, section, sent, ...(await outcomeOf(check, kit)) }
    lines.push(line)
    onLine?.(line)
  }
  return lines
}
