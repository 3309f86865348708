import Fastify from 'fastify'
import { expect, it } from 'vitest'
import { always, shedLoad } from '../../../../src/bff/http/overload.ts'
import { sendProblem } from '../../../../src/bff/http/problem-reply.ts'

function keepBusy(ms: number): void {
  const until = performance.now() + ms
  while (performance.now() < until);
}

async function start(maxDelayMs: number) {
  const app = Fastify()
  app.setErrorHandler(sendProblem)
  await shedLoad(app, maxDelayMs)
  app.get('/work', async () => 'done')
  app.get('/healthz', { config: always }, async () => 'ok')
  return app
}

/** Blocks the event loop again and again until a request is refused, or the deadline is over. */
async function answerUnderLoad(app: Awaited<ReturnType<typeof start>>, deadlineMs: number) {
  const until = performance.now() + deadlineMs
  let answer = await app.inject('/work')
  while (answer.statusCode === 200 && performance.now() < until) {
    keepBusy(60)
    await new Promise((resolve) => setTimeout(resolve, 0))
    answer = await app.inject('/work')
  }
  return answer
}

it('refuses work while the event loop lags, says when to come back, and goes on telling how it is', async () => {
  const app = await start(20)
  const answer = await answerUnderLoad(app, 20_000)
  expect(answer.statusCode).toBe(503)
  expect(answer.json()).toMatchObject({ code: 'overloaded', retryAfter: 5 })
  expect(answer.headers['retry-after']).toBe('5')
  expect((await app.inject('/healthz')).statusCode).toBe(200)
  await app.close()
}, 30_000)

it('refuses nothing where the limit is off', async () => {
  const app = await start(0)
  expect((await answerUnderLoad(app, 1500)).statusCode).toBe(200)
  await app.close()
})
