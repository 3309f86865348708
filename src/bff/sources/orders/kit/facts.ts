import { NoAnswer, type Answer } from './answer.ts'
import type { Caller, Message } from './caller.ts'
import type { Options } from './options.ts'
import { byWecom } from './identities.ts'

/** Answers that several checks look at, asked for once. Null: not asked for, or not answered. */
export interface Facts {
  ping: Answer
  /** The customer's newest orders, twice; then the open ones. */
  all: Answer | null
  again: Answer | null
  open: Answer | null
  /** The other customer's. */
  other: Answer | null
}

export const listOf = (externalUserId: string, more: Record<string, unknown> = {}): Message => ({
  type: 'orders.list',
  data: { customer: byWecom(externalUserId), status: 'all', limit: 100, ...more },
})

/** @throws NoAnswer where the address cannot be reached at all */
export async function gather({ call }: Pick<Caller, 'call'>, { contact, other }: Options): Promise<Facts> {
  const ping = await call({ type: 'ping' })
  const ask = async (externalUserId?: string, more?: Record<string, unknown>) => {
    if (externalUserId === undefined || ping.status !== 200) return null
    return call(listOf(externalUserId, more)).catch((error: unknown) => {
      if (error instanceof NoAnswer) return null
      throw error
    })
  }
  const all = await ask(contact)
  const again = await ask(contact)
  return { ping, all, again, open: await ask(contact, { status: 'open' }), other: await ask(other) }
}
