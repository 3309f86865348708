import { inShort } from '../answer.ts'
import { fault, notRun, ok, type Check } from '../check.ts'
import { inWords, issuesIn } from '../issues.ts'
import { PingAnswer } from '../messages/answers.ts'

const fieldSeconds = 60

/** That somebody who speaks this contract is there. */
export const reachChecks: readonly Check[] = [
  {
    id: 'reach.ping',
    section: 4,
    sent: 'ping',
    run({ facts: { ping } }) {
      if (ping.status !== 200) return fault(`${inShort(ping)}, not 200`)
      const issues = issuesIn(PingAnswer, ping)
      return issues.length === 0 ? ok(inShort(ping)) : fault(inWords(issues))
    },
  },
  {
    id: 'reach.clock',
    section: 3,
    sent: 'ping',
    run({ facts: { ping }, now }) {
      const { data } = PingAnswer.pick({ now: true }).safeParse(ping.json)
      if (!data) return notRun('the answer says no time')
      const seconds = Math.round(Math.abs(Date.parse(data.now) - now()) / 1000)
      return seconds <= fieldSeconds ? ok(`${seconds} s apart`) : fault(`the clocks are ${seconds} s apart`)
    },
  },
]
