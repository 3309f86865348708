import type { LoadPicture } from '../../api/picture.ts'
import type { Received, Send, Sending, SendLines } from '../../api/send.ts'
import { dataUrlOf } from './data-url.ts'
import { realClocks, spanOf, type Clocks } from './clocks.ts'

/** As long as the BFF takes the bearer. */
const passMs = 600_000
const lookMs = 1000

/** `late`: ten minutes are over. `refused`: the BFF does not take the bearer, or there is none. */
export type PassEnd = 'late' | 'refused'

interface Given {
  bearer: string | undefined
  send: Send
  sendLines: SendLines
  clocks?: Clocks
}

const never = <T>(): Promise<T> => new Promise(() => undefined)

/**
 * The right to ask about one customer for ten minutes. Every call brings the bearer, which is held here and nowhere else. After
 * the end, which comes once and by itself, nothing is sent, and no answer on its way arrives.
 */
export function createPass({ bearer, send, sendLines, clocks = realClocks }: Given) {
  const isOver = spanOf(passMs, clocks)
  let held = bearer ?? ''
  let tell: (why: PassEnd) => void = () => undefined
  const ended = new Promise<PassEnd>((resolve) => (tell = resolve))

  function end(why: PassEnd): void {
    held = ''
    clearInterval(looking)
    for (const event of ['focus', 'pageshow'] as const) window.removeEventListener(event, look)
    document.removeEventListener('visibilitychange', look)
    tell(why)
  }

  function look(): void {
    if (isOver()) end('late')
  }

  const authorization = () => ({ Authorization: `Bearer ${held}` })

  async function bring(sending: Sending, by: Send): Promise<Received> {
    look()
    if (!held) return never()
    const received = await by({ ...sending, headers: { ...sending.headers, ...authorization() } })
    if (received.status === 401) end('refused')
    return held ? received : never()
  }

  const picture: LoadPicture = async (path, signal) => {
    look()
    if (!held) return never()
    const answer = await fetch(path, { headers: authorization(), signal })
    if (answer.status === 401) end('refused')
    if (!answer.ok) throw new Error('no picture')
    const address = await dataUrlOf(await answer.blob())
    return held ? address : never()
  }

  const looking = setInterval(look, lookMs)
  // A page in the background looks seldom: at the latest when somebody sees it again.
  for (const event of ['focus', 'pageshow'] as const) window.addEventListener(event, look)
  document.addEventListener('visibilitychange', look)
  if (!bearer) end('refused')

  return {
    ended,
    picture,
    send: ((sending) => bring(sending, send)) satisfies Send,
    sendLines: ((sending, onLine) =>
      bring(sending, (brought) => sendLines(brought, (line) => held && onLine(line)))) satisfies SendLines,
  }
}

export type Pass = ReturnType<typeof createPass>
