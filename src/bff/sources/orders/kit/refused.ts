import { codeOf, inShort, type Answer } from './answer.ts'
import { fault, ok, type Outcome } from './check.ts'
import { statusesOf, type RefusalCode } from './messages/refusal.ts'

/**
 * Whether it was refused as one of these codes says. Without a readable code the status alone counts here, since
 * `errors.problem` tells of such answers once, and not at each check.
 */
export function refused(answer: Answer, ...codes: RefusalCode[]): Outcome {
  const statuses: readonly number[] = codes.flatMap((code) => statusesOf[code])
  const code = codeOf(answer)
  const isRight = statuses.includes(answer.status) && (code === null || codes.includes(code))
  const wanted = codes.map((each) => `${statusesOf[each][0]} ${each}`).join(' or ')
  return isRight ? ok(inShort(answer)) : fault(`${inShort(answer)}, not ${wanted}`)
}
