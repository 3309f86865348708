import { refreshMs, type Clock } from '../../clock.ts'
import type { CountRead } from '../../metrics/index.ts'
import { createRecall } from '../recall.ts'
import { isEnd } from './failures.ts'
import type { MineBody } from './map.ts'
import { cutOr, readPages, sum, type ReadOrders } from './pages.ts'
import type { ReadAnswers } from './read-answers.ts'
import type { MinePage } from './order-page.ts'

interface Deps {
  read: Pick<ReadAnswers, 'mine'>
  clock: Clock
  count?: CountRead | undefined
}

const limit = 100
/** Ten pages. */
const askMs = 60_000

/** The orders in which a salesperson has something to do: all pages, known for half a minute. */
export function createMine({ read, clock, count }: Deps) {
  const recall = createRecall<ReadOrders<MineBody>>({ clock, askMs, count, isEnd })

  async function readAll(userid: string, signal: AbortSignal): Promise<ReadOrders<MineBody>> {
    const { pages, orders, isCut, problem } = await readPages<MineBody, MinePage>((cursor) => {
      const page = cursor === undefined ? { limit } : { limit, cursor }
      // A signal for each page: the listeners of ten on one would look like a leak.
      return read.mine(userid, page, AbortSignal.any([signal]))
    })
    const asOf = Math.min(clock(), ...pages.map((each) => each.asOf))
    return { orders, leftOut: sum(pages.map(({ leftOut }) => leftOut)), asOf, problem: cutOr(problem, isCut) }
  }

  /** @throws UpstreamError, AppError where nothing is known */
  return async ({ userid, refresh }: { userid: string; refresh: boolean }, signal: AbortSignal) => {
    const ask = { who: userid, olderThanMs: refresh ? refreshMs : undefined, signal }
    const { value, problem } = await recall.ask(ask, (own) => readAll(userid, own))
    return { ...value, problem: problem ?? value.problem }
  }
}
