import { codeOf, inShort, type Answer } from '../answer.ts'
import { fault, notRun, ok, type Check, type Kit, type Outcome } from '../check.ts'
import { listOf } from '../facts.ts'
import { madeUp } from '../identities.ts'
import { statusesOf } from '../messages/refusal.ts'

const slowMs = 2000
const large = 1024 * 1024

const isRefusal = ({ status }: Answer): boolean => status >= 400
const isBusy = ({ status }: Answer): boolean => status === 429 || status === 503

const notPost = (method: 'GET' | 'HEAD'): Check => ({
  id: `behaviour.${method.toLowerCase()}`,
  section: 2,
  sent: method,
  async run({ call }) {
    const answer = await call({ type: 'ping' }, { method })
    return isRefusal(answer) && answer.status < 500 ? ok(String(answer.status)) : fault(`${answer.status}, not 405`)
  },
})

/** A gateway in front may refuse what is too large, and speaks no contract. */
const mayBePlain = ({ status }: Answer): boolean => status === 413

function isProblem(answer: Answer): boolean {
  const code = codeOf(answer)
  const statuses: readonly number[] = code ? statusesOf[code] : []
  return answer.mediaType === 'application/problem+json' && statuses.includes(answer.status)
}

/** The odd one first. */
function all(answers: readonly Answer[], isRight: (answer: Answer) => boolean): Outcome {
  const wrong = answers.filter((answer) => !isRight(answer))
  const [first] = wrong
  return first
    ? fault(`${wrong.length} of ${answers.length} are not, such as ${inShort(first)}`)
    : ok(`all ${answers.length}`)
}

/** Ends as soon as it is lost: of fifty, two may be slow. */
async function timed({ call, options }: Kit): Promise<Outcome> {
  const message = listOf(options.contact ?? madeUp)
  const times: number[] = []
  const maySlow = Math.floor(options.calls * 0.05)
  const isLost = () => times.filter((ms) => ms >= slowMs).length > maySlow
  while (times.length < options.calls && !isLost()) times.push((await call(message)).ms)
  const ms = Math.round(times.toSorted((a, b) => b - a)[maySlow] ?? 0)
  return isLost()
    ? fault(`${maySlow + 1} of ${times.length} calls took 2 s or more`)
    : ok(`p95 ${ms} ms of ${times.length} calls`)
}

/** How it answers, whatever is asked. The last ones look at every answer of the run. */
export const behaviourChecks: readonly Check[] = [
  notPost('GET'),
  notPost('HEAD'),
  {
    id: 'behaviour.large',
    section: 2,
    sent: 'a rightly signed request of more than 1 MiB',
    async run({ call }) {
      const answer = await call({ type: 'ping', data: { padding: 'x'.repeat(large) } })
      return isRefusal(answer) && answer.status < 500 ? ok(inShort(answer)) : fault(`${inShort(answer)}, not 413`)
    },
  },
  { id: 'behaviour.p95', section: 2, sent: 'orders.list again and again', run: timed },
  {
    id: 'behaviour.json',
    section: 2,
    sent: 'all of the above',
    run({ seen }) {
      const good = seen.filter(({ status }) => status === 200)
      return all(
        good,
        ({ mediaType, cacheControl }) => mediaType === 'application/json' && cacheControl.includes('no-store'),
      )
    },
  },
  {
    id: 'behaviour.busy',
    section: 10,
    sent: 'all of the above',
    run({ seen }) {
      const busy = seen.filter(isBusy)
      return busy.length === 0 ? notRun('it was never busy') : all(busy, ({ retryAfter }) => retryAfter !== '')
    },
  },
  {
    id: 'errors.problem',
    section: 10,
    sent: 'all of the above',
    run: ({ seen }) =>
      all(
        seen.filter((answer) => isRefusal(answer) && !mayBePlain(answer)),
        isProblem,
      ),
  },
]
