import { createHash } from 'node:crypto'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { cast } from '../../../src/sandbox/world/cast.ts'
import { StoreError } from '../../../src/bff/errors.ts'
import { qikeliao } from '../../support/qikeliao-address.ts'
import { startBff } from '../../support/start-bff.ts'
import { bootOf, useQikeliao } from '../../support/use-qikeliao.ts'

const ancestor = 'https://client.example.com'
const work = useQikeliao()

describe('the page that 企客聊 opens', () => {
  it('says who opened it beside whom, and brings a bearer', async () => {
    const answer = await work.open()
    expect(answer.statusCode).toBe(200)
    const { session, subject, bearer, host, signature } = bootOf(answer)
    expect([host, signature]).toEqual(['qikeliao', null])
    expect(session).toMatchObject({ staff: { userid: cast.salesperson, name: '孟祥宇' }, panels: [] })
    expect(subject).toEqual({ kind: 'friend', friendId: cast.seedFriend, externalUserId: cast.seedContact })
    expect(bearer).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
  })

  it('opens beside a friend whom nobody has linked, and beside a contact whom somebody else follows', async () => {
    const { world } = work.simulators
    const isMine = (follows: { userid: string }[]) => follows.some(({ userid }) => userid === cast.salesperson)
    const theirs = world.contacts.find(({ youmiId, follows }) => youmiId && !isMine(follows))?.youmiId ?? ''
    expect(theirs).not.toBe('')
    for (const friendId of ['wxid_linked_to_nobody', theirs]) {
      const { subject } = bootOf(await work.open({ friendId }))
      expect(subject).toEqual({ kind: 'friend', friendId, externalUserId: null })
    }
  })

  it('opens twice in a second, when 企客聊 has made two addresses', async () => {
    work.now += 1000
    const at = work.now
    const answers = await Promise.all(['384920', '174406'].map((neber) => work.open({ at, neber })))
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200])
  })

  it('is kept by nobody, tells nobody where it was, and sets no cookie', async () => {
    const cookie = await work.bff.signIn(cast.salesperson)
    work.now += 600_000
    const { headers } = await work.bff.get(work.address(), cookie)
    expect(headers['cache-control']).toBe('no-store')
    expect(headers['referrer-policy']).toBe('no-referrer')
    expect(headers['set-cookie']).toBeUndefined()
  })

  it('is not compressed, since a bearer stands in it', async () => {
    const answer = await work.open({}, { 'accept-encoding': 'gzip, deflate, br' })
    expect(answer.headers['content-encoding']).toBeUndefined()
    expect(answer.rawPayload.length).toBeGreaterThan(1024)
  })

  it('may run the script that the build put into it, and is framed by nobody unless it is said', async () => {
    const { headers, body } = await work.open()
    const [, script = ''] = /<script>(.*?)<\/script>/s.exec(body) ?? []
    const policy = String(headers['content-security-policy'])
    expect(script).toContain('replaceState')
    expect(policy).toContain(`script-src 'self' 'sha256-${createHash('sha256').update(script).digest('base64')}'`)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(headers['x-frame-options']).toBe('DENY')
  })

  it('is opened by a GET alone: a HEAD would use its address up', async () => {
    const url = work.address()
    for (const method of ['HEAD', 'POST', 'PUT'] as const)
      expect((await work.bff.app.inject({ method, url })).statusCode).toBe(405)
    expect((await work.bff.get(url)).statusCode).toBe(200)
  })
})

describe('while nobody says whether the friend is a contact of theirs', () => {
  const hourMs = 3_600_000

  /** Once the person has been let in. */
  function failThen(fail: () => void): void {
    const { links } = work.bff.store
    const contactsOf = links.contactsOf.bind(links)
    vi.spyOn(links, 'contactsOf').mockImplementationOnce(async (...asked) => {
      fail()
      return contactsOf(...asked)
    })
  }
  const failures = {
    WeCom: () => void (work.simulators.vendors.wecom.fault = 'down'),
    'the database': () => {
      throw new StoreError('SQLITE_IOERR', null)
    },
  }

  it.each(Object.entries(failures))(
    'since %s fails, the page says to come later, and is not of a friend who is none',
    async (_of, fail) => {
      work.now += 2 * hourMs
      const url = work.address()
      work.bff.logged.length = 0
      failThen(fail)
      const answer = await work.bff.get(url)
      expect(answer.statusCode).toBe(503)
      expect(answer.headers['cache-control']).toBe('no-store')
      expect(answer.body).toContain('侧边台暂时打不开')
      expect(answer.body).not.toContain('id="boot"')
      const lines = work.bff.logged.map((line) => JSON.parse(line) as Record<string, unknown>)
      expect(lines.filter(({ level }) => level !== 30)).not.toEqual([])
      expect(lines.filter(({ audit }) => audit === 'opening')).toMatchObject([
        { userid: cast.salesperson, refused: 'contact' },
      ])
      // The address is used up.
      work.simulators.vendors.wecom.fault = 'none'
      expect((await work.bff.get(url)).body).toContain('请从企客聊重新打开')
      expect(bootOf(await work.open()).subject).toMatchObject({ externalUserId: cast.seedContact })
    },
  )
})

describe('where other pages may frame it', () => {
  const framed = useQikeliao({ QKL_FRAME_ANCESTORS: `${ancestor}, http://localhost:9000`, QKL_CIPHER: 'ecb' })

  it('the page and each refusal say which, and nothing stands against it', async () => {
    const answers = [await framed.open({ cipher: 'ecb' }), await framed.open({ cipher: 'cbc' })]
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 403])
    for (const { headers } of answers) {
      expect(headers['content-security-policy']).toContain(`frame-ancestors ${ancestor} http://localhost:9000`)
      expect(headers['x-frame-options']).toBeUndefined()
      expect(headers['cross-origin-opener-policy']).toBeUndefined()
      expect(headers['cross-origin-embedder-policy']).toBeUndefined()
    }
  })

  it('our own page is framed by nobody as before', async () => {
    const { headers } = await framed.bff.get('/')
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers['x-frame-options']).toBe('DENY')
  })
})

it('a start without the built page says so', async () => {
  const { environment, vendors } = work.simulators
  const folder = await mkdtemp(join(tmpdir(), 'sidedesk-page-'))
  await cp(new URL('../../fixtures/app/', import.meta.url), folder, { recursive: true })
  await rm(join(folder, 'qikeliao.html'))
  const start = (more: Record<string, string>) =>
    startBff({ environment: { ...environment, APP_DIR: folder, ...more }, wecomUrl: vendors.wecom.url })
  await expect(start(qikeliao)).rejects.toThrow('APP_DIR: qikeliao.html cannot be read')
  const without = await start({})
  expect((await without.get(work.address())).statusCode).toBe(404)
  await without.close()
  await rm(folder, { recursive: true })
})
