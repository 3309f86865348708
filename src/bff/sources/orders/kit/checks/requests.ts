import { inShort } from '../answer.ts'
import type { Bend, Message } from '../caller.ts'
import { fault, ok, type Check } from '../check.ts'
import { listOf } from '../facts.ts'
import { madeUp } from '../identities.ts'
import type { RefusalCode } from '../messages/refusal.ts'
import { refused } from '../refused.ts'

interface Odd {
  message: Message
  bend?: Bend
  codes: readonly RefusalCode[]
}

const odd = (id: string, sent: string, { message, bend, codes }: Odd): Check => ({
  id: `requests.${id}`,
  section: 4,
  sent,
  run: async (kit) => refused(await kit.call(message, bend), ...codes),
})

/** That a request which cannot be meant is told so, and one that says more than is known is answered. */
export const requestChecks: readonly Check[] = [
  odd('unknown-type', 'a type that is not in the contract', {
    message: { type: 'orders.guess' },
    codes: ['unknown_type'],
  }),
  odd('other-contract', 'ping of contract 999', {
    message: { type: 'ping', contract: '999' },
    codes: ['unsupported_contract'],
  }),
  odd('no-json', 'a body that is no JSON, rightly signed', {
    message: { type: 'ping' },
    bend: { write: () => '{"contract":' },
    codes: ['bad_request'],
  }),
  {
    id: 'requests.extra-fields',
    section: 4,
    sent: 'orders.list with fields that the contract does not have',
    async run(kit) {
      const message = listOf(madeUp, { aField: { of: ['tomorrow'] } })
      const answer = await kit.call(message, { write: (envelope) => JSON.stringify({ ...envelope, more: 1 }) })
      return answer.status === 200 ? ok(inShort(answer)) : fault(`${inShort(answer)}, not 200`)
    },
  },
]
