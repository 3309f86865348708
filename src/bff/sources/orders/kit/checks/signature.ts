import { randomBytes, randomUUID } from 'node:crypto'
import { inShort } from '../answer.ts'
import type { Bend, Message } from '../caller.ts'
import { fault, ok, type Check, type Kit } from '../check.ts'
import { listOf } from '../facts.ts'
import { madeUp } from '../identities.ts'
import type { RefusalCode } from '../messages/refusal.ts'
import { refused } from '../refused.ts'

const ping: Message = { type: 'ping' }
/** Beyond the 300 seconds that are allowed. */
const tooFarSeconds = 400

const strange = () => `whsec_${randomBytes(32).toString('base64')}`

/** Text of people, and one sign written in the ways that JSON allows. */
const likePeople = (envelope: object) =>
  JSON.stringify({ ...envelope, note: '顺丰 / 李' }, null, 1)
    .replace('/', String.raw`\/`)
    .replace('李', String.raw`\u674e`)

async function accepted(kit: Kit, message: Message, bend: Bend) {
  const answer = await kit.call(message, bend)
  return answer.status === 200 ? ok(inShort(answer)) : fault(`${inShort(answer)}, not 200`)
}

const refusal = (id: string, sent: string, bend: Bend, ...codes: RefusalCode[]): Check => ({
  id: `signature.${id}`,
  section: 3,
  sent,
  run: async (kit) => refused(await kit.call(ping, bend), ...codes),
})

const without = (name: string): Bend => ({ headers: (signed) => ({ ...signed, [name]: undefined }) })

/** That only what we signed a moment ago is answered. */
export const signatureChecks: readonly Check[] = [
  {
    id: 'signature.raw-body',
    section: 3,
    sent: 'orders.list with spaces, Chinese, \\/ and \\u674e in its body',
    run: (kit) => accepted(kit, listOf(madeUp), { write: likePeople }),
  },
  {
    id: 'signature.two',
    section: 3,
    sent: 'ping with two signatures, the second of which fits',
    run: (kit) => accepted(kit, ping, { headers: (signed) => ({ ...signed, 'webhook-signature': beside(signed) }) }),
  },
  refusal(
    'changed-body',
    'ping, a space added to it after signing',
    { afterSigning: (body) => body.replace('{', '{ ') },
    'bad_signature',
  ),
  refusal(
    'changed-value',
    'ping, another contract in it than was signed',
    { afterSigning: (body) => body.replace('"1"', '"2"') },
    'bad_signature',
  ),
  refusal(
    'changed-timestamp',
    'ping, webhook-timestamp one second later than signed',
    { headers: (signed) => ({ ...signed, 'webhook-timestamp': String(Number(signed['webhook-timestamp']) + 1) }) },
    'bad_signature',
  ),
  refusal('old', `ping, signed ${tooFarSeconds} s ago`, { laterBySeconds: -tooFarSeconds }, 'stale_timestamp'),
  refusal('future', `ping, signed for in ${tooFarSeconds} s`, { laterBySeconds: tooFarSeconds }, 'stale_timestamp'),
  refusal('no-id', 'ping without webhook-id', without('webhook-id'), 'bad_signature'),
  refusal(
    'no-timestamp',
    'ping without webhook-timestamp',
    without('webhook-timestamp'),
    'bad_signature',
    'stale_timestamp',
  ),
  refusal('no-signature', 'ping without webhook-signature', without('webhook-signature'), 'bad_signature'),
  refusal('wrong-secret', 'ping, signed with another secret', { secrets: [strange()] }, 'bad_signature'),
  {
    id: 'signature.replayed',
    section: 3,
    sent: 'ping, and again with the same webhook-id',
    async run(kit) {
      const id = `msg_${randomUUID()}`
      const first = await kit.call(ping, { id })
      if (first.status !== 200) return fault(`the first: ${inShort(first)}, not 200`)
      return refused(await kit.call(ping, { id }), 'replayed')
    },
  },
]

/** Somebody's signature before ours, as while a secret is being changed. */
const beside = (signed: Record<string, string>): string =>
  `v1,${randomBytes(32).toString('base64')} ${signed['webhook-signature']}`
