import { createHash } from 'node:crypto'
import { CompactEncrypt } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError, UpstreamError } from '../../../../src/bff/errors.ts'
import { deriveKeys } from '../../../../src/bff/secrets/keys.ts'
import { createSeal } from '../../../../src/bff/secrets/seal.ts'
import type { YunzhongClient } from '../../../../src/bff/sources/yunzhong/client.ts'
import { createJar } from '../../../../src/bff/sources/yunzhong/jar.ts'
import { createPlacing } from '../../../../src/bff/sources/yunzhong/pushes/placing.ts'
import { createConnections } from '../../../../src/bff/sources/yunzhong/session/connections.ts'
import { createServiceSession } from '../../../../src/bff/sources/yunzhong/session/service-session.ts'
import { createSessions } from '../../../../src/bff/sources/yunzhong/session/sessions.ts'
import type { Store } from '../../../../src/bff/store/store.ts'
import { gate } from '../../../support/mirror-rig.ts'
import { openTestStore } from '../../../support/open-test-store.ts'
import { clockOf } from '../../../support/clock.ts'

const oldKey = 'an-old-key-of-the-tests-0123456789'
const newKey = 'a-new-key-of-the-tests-0123456789'
const signal = () => AbortSignal.timeout(5_000)
let store: Store

beforeEach(async () => {
  store = await openTestStore()
})
afterEach(() => store.close())

const sessionsWith = (...keys: string[]) =>
  createSessions({ connections: store.connections, seal: createSeal(keys), name: 'yunzhong' })
const sealedOf = async () => (await store.connections.get('zhangsan', 'yunzhong'))?.sealed
const expired = () => new UpstreamError({ source: 'yunzhong', operation: 'getTask', reason: 'expired' })
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof AppError ? error.code : error),
  )

describe('a kept session', () => {
  it('opens with an older key, and is sealed anew with the first one', async () => {
    await sessionsWith(oldKey).open('zhangsan', createJar('PHPSESSID=a'), 1000)
    const before = await sealedOf()
    expect(await sessionsWith(newKey, oldKey).use('zhangsan', async (jar) => jar.header())).toBe('PHPSESSID=a')
    const after = await sealedOf()
    expect(after).not.toBe(before)
    expect(await sessionsWith(newKey).use('zhangsan', async (jar) => jar.header())).toBe('PHPSESSID=a')
    expect(await sealedOf()).toBe(after)
  })

  it('of an earlier version is read as it was sealed then', async () => {
    const cookies = 'PHPSESSID=4f1c; Yz-Token=eyJpdiI6%2Bb%3D%3D; laravel_session="a,b"=='
    const [key] = deriveKeys([oldKey], 'seal')
    const header = { alg: 'dir', enc: 'A256GCM', kid: key.kid }
    const sealed = await new CompactEncrypt(Buffer.from(cookies)).setProtectedHeader(header).encrypt(key.bytes)
    await store.connections.put({ userid: 'zhangsan', source: 'yunzhong', sealed, createdAt: 1000 })
    expect(await sessionsWith(oldKey).use('zhangsan', async (jar) => jar.header())).toBe(cookies)
    // From now on it is bound to its owner.
    const bound = await sealedOf()
    expect(bound).not.toBe(sealed)
    expect(await sessionsWith(oldKey).use('zhangsan', async (jar) => jar.header())).toBe(cookies)
    expect(await sealedOf()).toBe(bound)
  })

  it('does not open in another person’s row', async () => {
    await sessionsWith(oldKey).open('zhangsan', createJar('PHPSESSID=a'), 1000)
    const row = await store.connections.get('zhangsan', 'yunzhong')
    if (!row) throw new Error('no session')
    await store.connections.put({ ...row, userid: 'lisi' })
    expect(await codeOf(sessionsWith(oldKey).use('lisi', async (jar) => jar.header()))).toBe('not_connected')
  })

  it('is gone with its key', async () => {
    await sessionsWith(oldKey).open('zhangsan', createJar('PHPSESSID=a'), 1000)
    expect(await codeOf(sessionsWith(newKey).use('zhangsan', async () => 1))).toBe('not_connected')
    expect(await sealedOf()).toBeUndefined()
  })

  it('keeps the cookie that the vendor changed, even where the work then fails', async () => {
    const sessions = sessionsWith(newKey)
    await sessions.open('zhangsan', createJar('PHPSESSID=a'), 1000)
    const work = sessions.use('zhangsan', async (jar) => {
      jar.take(['PHPSESSID=b'])
      throw new UpstreamError({ source: 'yunzhong', operation: 'getTask', reason: 'timeout' })
    })
    await expect(work).rejects.toMatchObject({ reason: 'timeout' })
    expect(await sessions.use('zhangsan', async (jar) => jar.header())).toBe('PHPSESSID=b')
  })

  it('is not ended by the late answer to the one before', async () => {
    const sessions = sessionsWith(newKey)
    await sessions.open('zhangsan', createJar('PHPSESSID=a'), 1000)
    const { opened, open } = gate()
    const late = sessions.use('zhangsan', async (jar) => {
      await opened
      jar.take(['PHPSESSID=late'])
      throw expired()
    })
    const code = codeOf(late)
    await sessions.use('zhangsan', async () => sessions.open('zhangsan', createJar('PHPSESSID=b'), 2000))
    open()
    expect(await code).toBe('not_connected')
    expect(await sessions.use('zhangsan', async (jar) => jar.header())).toBe('PHPSESSID=b')
  })
})

describe('a failed sign-in', () => {
  const mobile = '13800001111'
  const wrong = new AppError('wrong_password', { source: 'yunzhong' })
  const refusing = { login: () => Promise.reject(wrong), logout: async () => undefined } as unknown as YunzhongClient
  const deps = () => ({ client: refusing, loginTries: store.loginTries, clock: clockOf(() => 1000) })
  const plainHashes = ['sha1', 'sha256', 'sha512', 'md5'].flatMap((kind) =>
    [mobile, `yunzhong ${mobile}`].map((text) => createHash(kind).update(text).digest('hex').slice(0, 16)),
  )

  /** Under what the tries of a mobile are counted, with these keys. */
  async function countedAs(...keys: string[]): Promise<string[]> {
    const subjects: string[] = []
    const loginTries = {
      ...store.loginTries,
      take: (subject: string, limits: Parameters<typeof store.loginTries.take>[1]) => {
        subjects.push(subject)
        return store.loginTries.take(subject, limits)
      },
    }
    const sessions = sessionsWith(...keys)
    const credentials = { mobile, password: 'x' }
    const own = createConnections({ ...deps(), loginTries, sessions, forget: () => undefined })
    expect(await codeOf(own.connect('zhangsan', credentials, signal()))).toBe('wrong_password')
    const service = createServiceSession({ ...deps(), loginTries, sessions, credentials })
    await expect(service.use(async () => null, signal())).rejects.toThrow()
    return subjects.filter((subject) => !subject.startsWith('person:'))
  }

  it('is counted under what tells nobody the mobile who has not the keys', async () => {
    const counted = await countedAs(oldKey)
    expect(counted).toHaveLength(2)
    for (const text of [mobile, ...plainHashes]) expect(counted.join()).not.toContain(text)
    expect(await countedAs(oldKey)).toEqual(counted)
    expect((await countedAs(newKey)).join()).not.toBe(counted.join())
  })
})

describe('placing a piece', () => {
  const question = { userid: 'zhangsan', subject: { externalUserId: 'wm1' } }
  const which = { pushId: '7', key: '0' }

  function instance(mark: () => Promise<void>) {
    return createPlacing({ placements: store.placements, leases: store.leases, clock: clockOf(() => 1000), mark })
  }

  it('asks the vendor once, though two instances are tapped at once', async () => {
    let marks = 0
    const mark = async () => void (marks += 1)
    const [one, other] = [instance(mark), instance(mark)]
    const placed = await Promise.all([one.place(question, which, signal()), other.place(question, which, signal())])
    expect(placed.sort()).toEqual([false, true])
    expect(marks).toBe(1)
  })

  it('keeps nothing of a mark whose answer never came, and marks again when asked again', async () => {
    let marks = 0
    const { place } = instance(async () => {
      marks += 1
      if (marks === 1) throw new UpstreamError({ source: 'yunzhong', operation: 'send', reason: 'timeout' })
    })
    await expect(place(question, which, signal())).rejects.toMatchObject({ reason: 'timeout' })
    expect(await store.placements.of('zhangsan', ['7'])).toEqual(new Map())
    expect(await place(question, which, signal())).toBe(true)
    expect(await place(question, which, signal())).toBe(false)
    expect(marks).toBe(2)
  })

  it('goes on to its end when the one who tapped is gone', async () => {
    const { opened, open } = gate()
    const { place } = instance(() => opened)
    const caller = new AbortController()
    const tapped = place(question, which, caller.signal)
    caller.abort()
    await expect(tapped).rejects.toThrow()
    open()
    expect(await place(question, which, signal())).toBe(true)
    expect((await store.placements.of('zhangsan', ['7'])).get('7')).toEqual(new Map([['0', 1000]]))
  })
})
