import type { Answer } from './answer.ts'
import type { Bend, Message } from './caller.ts'
import type { Facts } from './facts.ts'
import type { Need, Options } from './options.ts'

/** What the checks have at hand. */
export interface Kit {
  /** @throws NoAnswer */
  call(message: Message, bend?: Bend): Promise<Answer>
  /** Every answer to a POST so far. */
  seen: readonly Answer[]
  /** Milliseconds since 1970. */
  now(): number
  options: Options
  facts: Facts
}

export interface Outcome {
  state: 'ok' | 'fault' | 'not_run'
  /** A status, a code, a field's path or a count: never what is said of a person. */
  came: string
}

/** One thing that the contract asks for. */
export interface Check {
  id: string
  /** Of `docs/orders.md`. */
  section: number
  sent: string
  needs?: readonly Need[]
  run(kit: Kit): Promise<Outcome> | Outcome
}

export const ok = (came: string): Outcome => ({ state: 'ok', came })
export const fault = (came: string): Outcome => ({ state: 'fault', came })
export const notRun = (came: string): Outcome => ({ state: 'not_run', came })
