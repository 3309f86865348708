import type { FastifyInstance, InjectOptions } from 'fastify'
import { expect } from 'vitest'
import type { Clock } from '../../src/bff/clock.ts'

/** Set by `npm run test:clock`: by how much somebody sets the system's time in the middle of a suite. */
const jumpMs = Number(process.env.CLOCK_JUMP_MS ?? 0)
/** Enough that everything is remembered by then; few enough that each suite goes on after it. */
const callsBefore = 5

const testNow = () => expect.getState().currentTestName

export interface Jump {
  /** The vendors go by it, too, since they would refuse our signatures. Its stopwatch does not jump. */
  clock: Clock
  /** Watches the calls, and signs in again whoever has a session from before, as the page does. */
  watch(app: FastifyInstance, signIn: (userid: string) => Promise<string>): (userid: string) => Promise<string>
}

/** The same clock, and one that jumps where a jump is asked for. */
export function createJump(clock: Clock): Jump {
  let calls = 0
  let lastTest = testNow()
  let hasJumped = false
  const aheadMs = () => (hasJumped ? jumpMs : 0)

  /** Between two tests: within one, a jump would change what it counts. */
  function count(): void {
    calls += 1
    hasJumped ||= calls > callsBefore && testNow() !== lastTest
    lastTest = testNow()
  }

  function watch(app: FastifyInstance, signIn: (userid: string) => Promise<string>): typeof signIn {
    if (jumpMs === 0) return signIn
    const before = new Map<string, string>()
    const plain = app.inject.bind(app)

    async function anew(cookie: string): Promise<string> {
      const userid = before.get(cookie)
      return userid === undefined ? cookie : signIn(userid)
    }
    async function inject(options: InjectOptions) {
      count()
      const { cookie } = options.headers ?? {}
      if (aheadMs() === 0 || typeof cookie !== 'string') return plain(options)
      return plain({ ...options, headers: { ...options.headers, cookie: await anew(cookie) } })
    }
    Object.assign(app, {
      inject: (options: InjectOptions | string) => (typeof options === 'string' ? plain(options) : inject(options)),
    })
    return async (userid) => {
      const cookie = await signIn(userid)
      if (aheadMs() === 0) before.set(cookie, userid)
      return cookie
    }
  }
  return { clock: Object.assign(() => clock() + aheadMs(), { steady: () => clock.steady() }), watch }
}
