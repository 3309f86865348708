import { describe, expect, it } from 'vitest'
import type { Answer } from '../../../../../src/bff/sources/orders/kit/answer.ts'
import type { Kit } from '../../../../../src/bff/sources/orders/kit/check.ts'
import { checks } from '../../../../../src/bff/sources/orders/kit/checks.ts'
import { masked } from '../../../../../src/bff/sources/orders/kit/masked.ts'

const good: Answer = {
  status: 200,
  mediaType: 'application/json',
  cacheControl: 'no-store',
  retryAfter: '',
  json: {},
  ms: 5,
}

/** What the check says of an address that answers like this. */
async function judge(id: string, { calls = 50, answer = {} }: { calls?: number; answer?: Partial<Answer> }) {
  let asked = 0
  const call = async () => {
    asked += 1
    return { ...good, ...answer }
  }
  const ping = { ...good, ...answer }
  const kit: Kit = {
    call,
    seen: [ping],
    now: () => Date.parse('2026-11-28T09:30:00+08:00'),
    options: { calls },
    facts: { ping, all: null, again: null, open: null, other: null },
  }
  const outcome = await checks.find((check) => check.id === id)?.run(kit)
  return { ...outcome, asked }
}

describe('a check of the kit', () => {
  it('times as many calls as it is told', async () => {
    expect(await judge('behaviour.p95', {})).toMatchObject({ state: 'ok', asked: 50 })
  })

  it('ends as soon as three of fifty calls were slow', async () => {
    expect(await judge('behaviour.p95', { answer: { ms: 2500 } })).toMatchObject({ state: 'fault', asked: 3 })
  })

  it('wants Retry-After of who is busy', async () => {
    expect(await judge('behaviour.busy', { answer: { status: 503 } })).toMatchObject({ state: 'fault' })
    expect(await judge('behaviour.busy', { answer: { status: 429, retryAfter: '3' } })).toMatchObject({ state: 'ok' })
  })

  it('tells that the clocks differ', async () => {
    const json = { now: '2026-11-28T09:35:00+08:00' }
    expect(await judge('reach.clock', { answer: { json } })).toMatchObject({
      state: 'fault',
      came: 'the clocks are 300 s apart',
    })
  })

  it('takes a refusal for one by its status where no code can be read', async () => {
    const answer = { status: 404, mediaType: 'text/html', json: undefined }
    expect(await judge('detail.made-up', { answer })).toMatchObject({ state: 'ok' })
    expect(await judge('errors.problem', { answer })).toMatchObject({ state: 'fault' })
  })

  it('has a name that no other has', () => {
    const ids = checks.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('a receiver is masked', () => {
  it.each([{ name: '李*', phone: '138****1111', region: '江苏 南京' }, { name: null }, { name: '' }, {}])(
    'as in %j',
    (receiver) => expect(masked(receiver)).toBe(true),
  )

  it.each([{ name: '李小明' }, { phone: '13800001111' }, { phone: '1380000*111' }, { region: '中山路 12 号' }])(
    'and not as in %j',
    (receiver) => expect(masked(receiver)).toBe(false),
  )
})
