import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UpstreamError } from '../../../../src/bff/errors.ts'
import { createSeal } from '../../../../src/bff/secrets/seal.ts'
import { createSharedToken } from '../../../../src/bff/upstream/shared-token.ts'
import { openStore } from '../../../../src/bff/store/index.ts'
import type { Store } from '../../../../src/bff/store/store.ts'

const seal = createSeal(['a-session-key-of-the-tests-0123456789'])
const signal = new AbortController().signal
const refused = new UpstreamError({ source: 'youmi', operation: 'token', reason: 'refused' })
const unreachable = new UpstreamError({ source: 'youmi', operation: 'token', reason: 'unreachable' })

let folder: string
let store: Store
const hourMs = 3_600_000
let now = 1_000_000_000
let steady = 0
let fetched = 0
let failing: Error | null = null
let lifeSeconds = 7200
let renewed: (() => { value: string; expiresInSeconds: number }) | null = null

/** Somebody sets the system's time, or a suspended machine wakes. */
const jump = (ms: number): void => void (now += ms)
const pass = (ms: number): void => {
  now += ms
  steady += ms
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidedesk-token-'))
  store = await openStore(`file:${join(folder, 'test.db')}`)
  fetched = 0
  failing = null
  lifeSeconds = 7200
  renewed = null
})

afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

const instance = (owner: string, tokens = store.tokens) =>
  createSharedToken({
    name: 'youmi:token',
    tokens,
    leases: store.leases,
    seal,
    clock: Object.assign(() => now, { steady: () => steady }),
    owner,
    earlySeconds: 300,
    refusalSeconds: 60,
    fetch: async () => {
      fetched += 1
      const value = `token-${fetched}`
      await Promise.resolve()
      if (failing) throw failing
      return renewed?.() ?? { value, expiresInSeconds: lifeSeconds }
    },
  })

describe('a shared token', () => {
  it('is fetched once by many instances that all need it now', async () => {
    const instances = ['a', 'b', 'c'].map((owner) => instance(owner))
    const tokens = await Promise.all(instances.flatMap((one) => [one.get(signal), one.get(signal)]))
    expect(new Set(tokens)).toEqual(new Set(['token-1']))
    expect(fetched).toBe(1)
  })

  it('is taken over from an instance that another process was', async () => {
    await instance('a').get(signal)
    expect(await instance('b').get(signal)).toBe('token-1')
  })

  it('is not dropped for everybody by who has an older one', async () => {
    const [slow, quick] = [instance('a'), instance('b')]
    await slow.get(signal)
    await quick.get(signal)
    await quick.drop('token-1')
    expect(await quick.get(signal)).toBe('token-2')
    await slow.drop('token-1')
    expect(await slow.get(signal)).toBe('token-2')
    expect(fetched).toBe(2)
  })

  it('is not taken from the store again while that is still being told to forget it', async () => {
    await instance('a').get(signal)
    let forget = (): void => undefined
    const told = new Promise<void>((resolve) => (forget = resolve))
    const slow = {
      ...store.tokens,
      drop: (name: string, sealed: string) => told.then(() => store.tokens.drop(name, sealed)),
    }
    const token = instance('b', slow)
    const before = token.get(signal)
    expect(await before).toBe('token-1')
    const dropping = token.drop('token-1')
    const meanwhile = token.get(signal)
    forget()
    await dropping
    expect([await meanwhile, await token.get(signal)]).toEqual(['token-2', 'token-2'])
    expect(fetched).toBe(2)
  })

  it('that was being read when it was refused to another is read again', async () => {
    await instance('a').get(signal)
    let answer = (): void => undefined
    const asked = new Promise<void>((resolve) => (answer = resolve))
    const slow = { ...store.tokens, get: (name: string) => store.tokens.get(name).then((row) => asked.then(() => row)) }
    const token = instance('b', slow)
    const reading = token.get(signal)
    const dropping = token.drop('token-1')
    answer()
    await dropping
    expect(await reading).toBe('token-2')
    expect(fetched).toBe(2)
  })

  it('that the vendor gives out again is good again', async () => {
    renewed = () => ({ value: 'the-same', expiresInSeconds: 7200 })
    const token = instance('a')
    expect(await token.get(signal)).toBe('the-same')
    await token.drop('the-same')
    expect(await token.get(signal)).toBe('the-same')
    expect(await instance('b').get(signal)).toBe('the-same')
    expect(fetched).toBe(2)
  })

  it('goes on being used when it cannot be renewed early', async () => {
    const token = instance('a')
    await token.get(signal)
    failing = unreachable
    pass(7000 * 1000)
    expect(await token.get(signal)).toBe('token-1')
    pass(29_000)
    expect(await token.get(signal)).toBe('token-1')
    expect(fetched).toBe(2)
    pass(2000)
    expect(await token.get(signal)).toBe('token-1')
    expect(fetched).toBe(3)
    pass(169_000)
    await expect(token.get(signal)).rejects.toBe(unreachable)
  })

  it('is not fetched for every call where it lives shorter than the margin', async () => {
    lifeSeconds = 100
    const token = instance('a')
    expect(await token.get(signal)).toBe('token-1')
    pass(40_000)
    expect(await token.get(signal)).toBe('token-1')
    pass(20_000)
    expect(await token.get(signal)).toBe('token-2')
  })

  it.each([1, 2, 4])(
    'is asked for as often by %i instances, where the vendor gives it again until its end',
    async (count) => {
      const began = now
      // WeCom behaves like this: an early renewal returns the same token, with the rest of its lifetime.
      renewed = () => ({ value: 'the same', expiresInSeconds: Math.floor((began + 7_200_000 - now) / 1000) })
      const instances = Array.from({ length: count }, (_, index) => instance(`instance-${index}`))
      for (let turn = 0; turn < 720; turn += 1) {
        for (const each of instances) await each.get(signal)
        pass(10_000)
      }
      expect(fetched).toBe(6)
    },
  )

  it('is not asked for again for a minute once it was refused', async () => {
    const token = instance('a')
    failing = refused
    await expect(token.get(signal)).rejects.toBe(refused)
    await expect(token.get(signal)).rejects.toBe(refused)
    expect(fetched).toBe(1)
    failing = null
    pass(61_000)
    expect(await token.get(signal)).toBe('token-2')
  })

  it('is asked for again at once after a failure that passes', async () => {
    const token = instance('a')
    failing = unreachable
    await expect(token.get(signal)).rejects.toBe(unreachable)
    failing = null
    expect(await token.get(signal)).toBe('token-2')
  })

  it('is fetched anew where the key that sealed it is gone', async () => {
    await store.tokens.put('youmi:token', 'sealed by nobody we know', now + 7_200_000)
    expect(await instance('a').get(signal)).toBe('token-1')
  })

  it.each([-8 * hourMs, 8 * hourMs])('is believed no longer because the clock was set by %i ms', async (ms) => {
    jump(-ms)
    await instance('before').get(signal)
    const token = instance('a')
    expect(await token.get(signal)).toBe('token-1')
    jump(ms)
    expect([await token.get(signal), await instance('b').get(signal)]).toEqual(['token-2', 'token-2'])
  })

  it('is believed no longer where its own instance was ahead, by the stopwatch alone', async () => {
    const token = instance('a')
    await token.get(signal)
    steady += 2 * hourMs
    expect(await token.get(signal)).toBe('token-2')
  })

  it('is fetched anew when a suspended machine wakes, and when its end lies further ahead than any may', async () => {
    const token = instance('a')
    await token.get(signal)
    jump(2 * hourMs)
    expect(await token.get(signal)).toBe('token-2')
    const row = await store.tokens.get('youmi:token')
    await store.tokens.put('youmi:token', row?.sealed ?? '', now + 2 * hourMs + 60_001)
    expect(await instance('b').get(signal)).toBe('token-3')
  })

  it('is not believed for longer than the vendors document, whatever one of them says', async () => {
    lifeSeconds = 86_400
    const token = instance('a')
    await token.get(signal)
    pass(2 * hourMs - 301_000)
    expect(await token.get(signal)).toBe('token-1')
    pass(301_000)
    expect(await token.get(signal)).toBe('token-2')
  })

  it('is not refused for longer because the clock was set', async () => {
    const token = instance('a')
    failing = refused
    await expect(token.get(signal)).rejects.toBe(refused)
    jump(-8 * hourMs)
    pass(61_000)
    failing = null
    expect(await token.get(signal)).toBe('token-2')
  })

  it('lets one caller go without failing the others', async () => {
    const token = instance('a')
    const impatient = new AbortController()
    const [gone, stays] = [token.get(impatient.signal), token.get(signal)]
    impatient.abort(new Error('gone'))
    await expect(gone).rejects.toThrow('gone')
    expect(await stays).toBe('token-1')
  })
})
