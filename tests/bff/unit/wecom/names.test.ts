import { describe, expect, it } from 'vitest'
import { createSingleFlight } from '../../../../src/bff/concurrency/single-flight.ts'
import { namesSoon } from '../../../../src/bff/identity/staff-names.ts'
import { createNames } from '../../../../src/bff/wecom/names.ts'
import type { Send } from '../../../../src/bff/wecom/call.ts'

const { signal } = new AbortController()
const people = (count: number): string[] => Array.from({ length: count }, (_, index) => `m${index}`)

/** WeCom that answers a name once it is let go, and counts how many it is asked for at once. */
function startNames(answer: Promise<void> = Promise.resolve()) {
  const load = { now: 0, most: 0, all: 0 }
  const send = async ({ query }: { query?: Record<string, string> }) => {
    load.all += 1
    load.most = Math.max(load.most, ++load.now)
    await answer
    load.now -= 1
    return { name: `名${query?.['userid']}` }
  }
  const nameOf = createNames({
    send: send as Send,
    clock: Object.assign(() => 0, { steady: () => 0 }),
    once: createSingleFlight(),
  })
  return { nameOf, load }
}

describe('the names on a page', () => {
  it('are those of everybody its rows name, and WeCom is asked for few at once', async () => {
    const { nameOf, load } = startNames()
    const names = await namesSoon({ nameOf }, people(120), signal)
    expect([names.size, names.get('m119')]).toEqual([120, '名m119'])
    expect(load.most).toBeLessThanOrEqual(8)
  })

  it('are at most two hundred', async () => {
    const { nameOf, load } = startNames()
    expect((await namesSoon({ nameOf }, people(500), signal)).size).toBe(200)
    expect(load.all).toBe(200)
  })

  it('that are known do not wait for those that WeCom is slow to tell, which are there the next time', async () => {
    let letGo = (): void => undefined
    const { nameOf } = startNames(new Promise((resolve) => (letGo = resolve)))
    expect((await namesSoon({ nameOf }, people(30), signal)).size).toBe(0)
    letGo()
    expect(await nameOf('m29', signal)).toBe('名m29')
    const again = await namesSoon({ nameOf }, ['unknown', 'm29'], signal)
    expect(again.get('m29')).toBe('名m29')
  })
})
