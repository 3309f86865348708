import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from '../../../../src/bff/config/config.ts'
import { exampleKeys } from '../../../../src/bff/config/production.ts'

const needed = {
  PUBLIC_ORIGIN: 'https://desk.example.com',
  SESSION_KEY: 'a-session-key-of-the-tests-0123456789',
  WECOM_CORP_ID: 'ww1',
  WECOM_AGENT_ID: '1000002',
  WECOM_SECRET: 'top-secret-value',
}
const waiqin = { WAIQIN_API_URL: 'https://waiqin.example.com/', WAIQIN_OPENID: '7', WAIQIN_APP_KEY: 'key' }

function faultsOf(environment: Record<string, string | undefined>): readonly string[] {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.faults
  }
  return []
}

const strong = 'w0Vd8kq2Zr5Yt1LmXo9bHcFg7uJeNsAi'

describe('a start in production', () => {
  const faults = (more: Record<string, string>) =>
    faultsOf({ ...needed, NODE_ENV: 'production', SESSION_KEY: strong, ...more })

  it.each([
    ['of few characters', 'abcdefghijk'.repeat(4)],
    ['of one block again and again', 'aB3$xY9z'.repeat(5)],
    ['of a block that is cut at the end', 'aB3$xY9z'.repeat(5).slice(0, 37)],
    ['of our documents', exampleKeys[0] ?? ''],
    ['beside a good one', `${strong},${'abcdefghijk'.repeat(4)}`],
  ])('refuses a session key %s, and does not repeat it', (_what, SESSION_KEY) => {
    expect(faults({ SESSION_KEY })).toEqual([expect.stringMatching(/^SESSION_KEY: can be guessed/)])
    expect(faults({ SESSION_KEY }).join('')).not.toContain(SESSION_KEY)
    expect(faultsOf({ ...needed, SESSION_KEY })).toEqual([])
  })

  it.each(['http://desk.example.com', 'http://10.0.0.5:8080', 'http://localhost.example.com', 'http://[::2]'])(
    'refuses %s, which everybody on the way can read',
    (PUBLIC_ORIGIN) => {
      expect(faults({ PUBLIC_ORIGIN })).toEqual([expect.stringMatching(/^PUBLIC_ORIGIN: must be https/)])
      expect(faultsOf({ ...needed, PUBLIC_ORIGIN })).toEqual([])
    },
  )

  it.each([
    'https://desk.example.com',
    'http://localhost:8080',
    'http://desk.localhost',
    'http://127.0.0.2',
    'http://[::1]:8080',
  ])('takes %s', (PUBLIC_ORIGIN) => {
    expect(faults({ PUBLIC_ORIGIN })).toEqual([])
  })
})

describe('企客聊', () => {
  const qkl = { QKL_PRIVATE_KEY: 'k3y-PRIVATE', QKL_MERCHANT_ID: '640462692' }
  const given = (more: Record<string, string>) => ({ ...needed, ...qkl, ...more })

  it('needs a private key and a merchant number; without them there is no such page', () => {
    const config = { privateKey: 'k3y-PRIVATE', merchantId: '640462692', cipher: 'cbc', frameAncestors: [] }
    expect(readConfig(given({})).qikeliao).toEqual(config)
    expect(readConfig(needed).qikeliao).toBeNull()
    const nothing = { QKL_PRIVATE_KEY: '', QKL_MERCHANT_ID: '', QKL_CIPHER: '', QKL_FRAME_ANCESTORS: '' }
    expect(readConfig(given(nothing)).qikeliao).toBeNull()
  })

  it('may chain its blocks otherwise, and name pages that frame ours', () => {
    const more = { QKL_CIPHER: 'ecb', QKL_FRAME_ANCESTORS: 'https://a.example.com:8443, http://localhost:9000' }
    const frameAncestors = ['https://a.example.com:8443', 'http://localhost:9000']
    expect(readConfig(given(more)).qikeliao).toMatchObject({ cipher: 'ecb', frameAncestors })
  })

  it.each([
    [{ QKL_PRIVATE_KEY: '' }, 'QKL_PRIVATE_KEY'],
    [{ QKL_MERCHANT_ID: '' }, 'QKL_MERCHANT_ID'],
    [{ QKL_PRIVATE_KEY: '', QKL_MERCHANT_ID: '', QKL_CIPHER: 'cbc' }, 'QKL_PRIVATE_KEY'],
    [{ QKL_PRIVATE_KEY: '', QKL_FRAME_ANCESTORS: 'https://a.example.com' }, 'QKL_PRIVATE_KEY'],
  ])('stops the start with %j', (more, name) => {
    expect(faultsOf(given(more))[0]).toMatch(new RegExp(`^${name}: missing`))
  })

  it.each([
    ['QKL_PRIVATE_KEY', 'sevenby'],
    ['QKL_MERCHANT_ID', '64 46'],
    ['QKL_CIPHER', 'gcm'],
    ['QKL_FRAME_ANCESTORS', 'http://a.example.com'],
    ['QKL_FRAME_ANCESTORS', 'https://a.example.com/path'],
    ['QKL_FRAME_ANCESTORS', 'https://a.example.com,'],
    ['QKL_FRAME_ANCESTORS', "https://a.example.com; script-src 'unsafe-inline'"],
    ['QKL_FRAME_ANCESTORS', 'https://*.example.com'],
    ['QKL_FRAME_ANCESTORS', 'https://a;b.example.com'],
    ['QKL_FRAME_ANCESTORS', '*'],
  ])('stops the start where %s is %s, and does not repeat it', (name, value) => {
    const faults = faultsOf(given({ [name]: value }))
    expect(faults).toEqual([expect.stringMatching(new RegExp(`^${name}: `))])
    expect(faults.join('')).not.toContain(value)
  })
})

describe('the order system', () => {
  const secretOf = (text: string) => `whsec_${Buffer.from(text.repeat(4)).toString('base64')}`
  const [one, two, three] = ['the first', 'the other', 'a third of them'].map(secretOf) as [string, string, string]
  const orders = { ORDERS_URL: 'https://erp.example.com/sidedesk', ORDERS_SECRET: one }
  const given = (more: Record<string, string>) => ({ ...needed, ...orders, ...more })

  it('needs an address and a secret; links and pictures are of that address’s host', () => {
    expect(readConfig(given({})).orders).toEqual({
      url: 'https://erp.example.com/sidedesk',
      secrets: [one],
      eventSecrets: [],
      name: null,
      linkHosts: ['erp.example.com'],
      imageHosts: ['erp.example.com'],
    })
  })

  it('may have secrets that are being changed, a name, and hosts of its own', () => {
    const more = {
      ORDERS_SECRET: `${one}, ${two}`,
      ORDERS_EVENT_SECRET: three,
      ORDERS_NAME: '自家商城',
      ORDERS_LINK_HOSTS: 'Shop.Example.com, *.pages.example.com',
      ORDERS_IMAGE_HOSTS: 'cdn.example.com:8443',
      ORDERS_POLICY: 'timeoutMs=3000',
    }
    const config = readConfig(given(more))
    expect(config.orders).toMatchObject({
      secrets: [one, two],
      eventSecrets: [three],
      name: '自家商城',
      linkHosts: ['shop.example.com', '*.pages.example.com'],
      imageHosts: ['cdn.example.com:8443'],
    })
    expect(config.policies.orders).toMatchObject({ timeoutMs: 3000, maxBytes: 1_048_576 })
  })

  it.each([
    ['ORDERS_URL', 'http://erp.example.com/'],
    ['ORDERS_URL', 'https://user:hunter22@erp.example.com/'],
    ['ORDERS_URL', 'erp.example.com'],
    ['ORDERS_SECRET', 'whsec_c2hvcnQ='],
    ['ORDERS_SECRET', 'not-a-secret-at-all-0123456789'],
    ['ORDERS_SECRET', `${one},`],
    ['ORDERS_EVENT_SECRET', 'whsec_nothing'],
    ['ORDERS_EVENT_SECRET', one],
    ['ORDERS_EVENT_SECRET', `${three},${one}`],
    ['ORDERS_NAME', '一二三四五六七八九十十一十二'],
    ['ORDERS_LINK_HOSTS', 'https://shop.example.com'],
    ['ORDERS_IMAGE_HOSTS', 'a b'],
    ['ORDERS_POLICY', 'timeoutMs=0'],
  ])('stops the start where %s is %s, and does not repeat it', (name, value) => {
    const faults = faultsOf(given({ [name]: value }))
    expect(faults).toEqual([expect.stringMatching(new RegExp(`^${name}: `))])
    expect(faults.join('')).not.toContain(value)
  })

  it.each(['http://127.0.0.1:9000/orders', 'http://localhost/', 'http://[::1]:8080/'])('may be %s', (ORDERS_URL) => {
    expect(faultsOf(given({ ORDERS_URL }))).toEqual([])
  })

  it('is not half there', () => {
    expect(faultsOf({ ...needed, ORDERS_NAME: '商城' })).toEqual([
      'ORDERS_URL: missing, though others of its source are set',
      'ORDERS_SECRET: missing, though others of its source are set',
    ])
  })
})

describe('the environment', () => {
  it('needs five variables, and has a default for the rest', () => {
    expect(readConfig(needed)).toMatchObject({
      port: 8080,
      databaseUrl: 'file:./data/sidedesk.db',
      callsPerMinute: 600,
      signInsPerMinute: 60,
      isLinkedByPhone: false,
      wecom: { apiUrl: 'https://qyapi.weixin.qq.com', oauthUrl: 'https://open.weixin.qq.com' },
      youmi: null,
      waiqin: null,
      tanma: null,
      yunzhong: null,
    })
  })

  it('has one line per fault, and names every missing variable', () => {
    expect(faultsOf({})).toEqual([
      'PUBLIC_ORIGIN: missing',
      'SESSION_KEY: missing',
      'WECOM_CORP_ID: missing',
      'WECOM_AGENT_ID: missing',
      'WECOM_SECRET: missing',
    ])
  })

  it('takes an empty variable for one that is not set', () => {
    expect(faultsOf({ ...needed, WECOM_SECRET: '' })).toEqual(['WECOM_SECRET: missing'])
  })

  it.each([
    ['PORT', 'zzq'],
    ['PORT', '65536'],
    ['PUBLIC_ORIGIN', 'zzq'],
    ['PUBLIC_ORIGIN', 'https://desk.example.com/zzq'],
    ['PUBLIC_ORIGIN', 'ftp://zzq.example.com'],
    ['SESSION_KEY', 'zzq'],
    ['SESSION_KEY', 'a-session-key-of-the-tests-0123456789,zzq'],
    ['SEAL_KEY', 'zzq'],
    ['SEAL_KEY', 'a-sealing-key-of-the-tests-0123456789,zzq'],
    ['RETAIN_DAYS', '0'],
    ['RETAIN_DAYS', 'zzq'],
    ['DATABASE_URL', 'mysql://zzq'],
    ['LOG_LEVEL', 'zzq'],
    ['LINK_BY_PHONE', 'zzq'],
    ['RATE_LIMIT_CALLS', '0'],
    ['RATE_LIMIT_STRANGERS', '0'],
    ['TRUSTED_PROXIES', 'zzq'],
    ['TRUSTED_PROXIES', '10.0.0.0/99zzq'],
    ['OVERLOAD_DELAY_MS', '-1'],
    ['METRICS_TOKEN', 'zzq'],
    ['CALL_TIMEOUT_MS', '99'],
    ['WECOM_AGENT_ID', 'zzq'],
    ['WECOM_API_URL', 'zzq'],
    ['WECOM_VERIFY_FILE', '../zzq.txt:x'],
    ['WAIQIN_SINCE', '2024-13-01'],
    ['WAIQIN_STAFF_ID', 'zzq'],
    ['WAIQIN_VISIBILITY', 'zzq'],
    ['TANMA_SEND_STATUS', '0=zzq'],
  ])('refuses a wrong %s without repeating it', (name, value) => {
    const faults = faultsOf({ ...needed, [name]: value })
    expect(faults).toHaveLength(1)
    expect(faults[0]).toMatch(new RegExp(`^${name}: (?!missing)`))
    expect(faults[0]).not.toContain('zzq')
    expect(faults[0]).not.toContain('\n')
  })

  it('takes the two keys of the callbacks, or none', () => {
    const callback = { WECOM_CALLBACK_TOKEN: 'aToken', WECOM_CALLBACK_AES_KEY: 'k'.repeat(43) }
    expect(readConfig(needed).callback).toBeNull()
    expect(readConfig({ ...needed, ...callback }).callback).toEqual({ token: 'aToken', aesKey: 'k'.repeat(43) })
    for (const name of ['WECOM_CALLBACK_TOKEN', 'WECOM_CALLBACK_AES_KEY'] as const) {
      const faults = faultsOf({ ...needed, ...callback, [name]: '' })
      expect(faults).toEqual([`${name}: missing, though others of its source are set`])
      for (const wrong of ['zzq!', 'z'.repeat(44)]) {
        const [fault = '', ...more] = faultsOf({ ...needed, ...callback, [name]: wrong })
        expect([fault.startsWith(`${name}: must be`), fault.includes('zz'), more]).toEqual([true, false, []])
      }
    }
  })

  it('wants all variables of a source, or none', () => {
    expect(faultsOf({ ...needed, ...waiqin, WAIQIN_APP_KEY: undefined })).toEqual([
      'WAIQIN_APP_KEY: missing, though others of its source are set',
    ])
    expect(readConfig({ ...needed, ...waiqin }).waiqin).toEqual({
      apiUrl: 'https://waiqin.example.com',
      openid: '7',
      appKey: 'key',
      since: null,
      isSourceCodeUserid: false,
      visibility: 'own',
    })
  })

  it('takes 芸众 with or without an enterprise and a service account, whose parts belong together', () => {
    const yunzhong = { YUNZHONG_API_URL: 'https://shop.example.com/', YUNZHONG_UNIACID: '6' }
    expect(readConfig({ ...needed, ...yunzhong }).yunzhong).toEqual({
      apiUrl: 'https://shop.example.com',
      uniacid: '6',
      businessId: null,
      service: null,
    })
    const service = { YUNZHONG_SERVICE_MOBILE: '13900000099', YUNZHONG_SERVICE_PASSWORD: 'p' }
    expect(readConfig({ ...needed, ...yunzhong, ...service }).yunzhong?.service?.mobile).toBe('13900000099')
    const missing = (name: string) => `${name}: missing, though others of its source are set`
    expect(faultsOf({ ...needed, ...yunzhong, YUNZHONG_SERVICE_MOBILE: '13900000099' })).toEqual([
      missing('YUNZHONG_SERVICE_PASSWORD'),
    ])
    expect(faultsOf({ ...needed, ...service })).toEqual([missing('YUNZHONG_API_URL'), missing('YUNZHONG_UNIACID')])
    expect(faultsOf({ ...needed, ...yunzhong, YUNZHONG_UNIACID: 'zzq' })).toEqual(['YUNZHONG_UNIACID: must be digits'])
  })

  it('reads what the tenant knows of an undocumented status', () => {
    const tanma = { TANMA_API_URL: 'https://t.example.com', TANMA_APP_ID: 'a', TANMA_APP_KEY: 'k' }
    const config = readConfig({ ...needed, ...tanma, TANMA_SEND_STATUS: '0=open,1=done' })
    expect([...(config.tanma?.sendStatus ?? [])]).toEqual([
      ['0', 'open'],
      ['1', 'done'],
    ])
  })

  describe('the address where work is finished', () => {
    const sources = {
      YOUMI_API_URL: 'https://y.example.com',
      YOUMI_TOKEN_URL: 'https://y.example.com/token',
      YOUMI_CLIENT_ID: 'c',
      YOUMI_CLIENT_SECRET: 's',
      ...waiqin,
      TANMA_API_URL: 'https://t.example.com',
      TANMA_APP_ID: 'a',
      TANMA_APP_KEY: 'k',
    }

    it('is kept for each source that has one, and is nothing for the others', () => {
      const given = {
        YOUMI_TODO_URL: 'https://y.example.com/todo?id={id}',
        TANMA_SOP_URL: 'https://t.example.com/#/{id}',
      }
      const config = readConfig({ ...needed, ...sources, ...given })
      expect(config.youmi?.itemUrl).toBe(given.YOUMI_TODO_URL)
      expect(config.tanma?.itemUrl).toBe(given.TANMA_SOP_URL)
      expect(config.waiqin?.itemUrl).toBeUndefined()
    })

    it.each([
      ['no place for the id', 'https://w.example.com/task'],
      ['an unprotected line', 'http://w.example.com/{id}'],
      ['a script', 'javascript:alert("{id}")'],
      ['an id that would choose the host', 'https://{id}.example.com/task'],
      ['an id that would choose the port', 'https://w.example.com:{id}/'],
      ['a password', 'https://me:zzq@w.example.com/{id}'],
      ['another placeholder', 'https://w.example.com/{id}?tenant={tenant}'],
      ['half a placeholder', 'https://w.example.com/{id}/{'],
      ['no address at all', 'zzq {id}'],
    ])('is refused with %s', (_, value) => {
      for (const name of ['YOUMI_TODO_URL', 'WAIQIN_TASK_URL', 'TANMA_SOP_URL'])
        expect(faultsOf({ ...needed, ...sources, [name]: value })).toEqual([
          `${name}: must be an https address with {id} behind the host, and no other placeholder`,
        ])
    })
  })

  it('reads what of an upstream’s policy is not as usual', () => {
    const { policies } = readConfig({ ...needed, YOUMI_POLICY: 'timeoutMs=900, retries=0,perSecond=7' })
    expect(policies.youmi).toMatchObject({ timeoutMs: 900, retries: 0, perSecond: 7, maxBytes: 8_000_000 })
    expect(policies.tanma).toEqual(readConfig(needed).policies.tanma)
    expect(readConfig(needed).policies.youmi.timeoutMs).toBe(5_000)
  })

  it.each([
    ['zzq=1', /knows timeoutMs, retries, .+ as name=value$/],
    ['__proto__=1', /knows timeoutMs/],
    ['zzq', /knows timeoutMs/],
    ['timeoutMs=', /timeoutMs must be a whole number of at least 1$/],
    ['timeoutMs=0', /timeoutMs must be/],
    ['timeoutMs=9999999999', /timeoutMs must be/],
    ['retries=-1', /retries must be/],
    ['retries=1.5', /retries must be/],
    ['retries=1=1', /retries must be/],
    ['retries=zzq', /retries must be/],
    ['retries=1,', /knows timeoutMs/],
  ])('refuses the policy %j, and names the variable', (value, fault) => {
    const faults = faultsOf({ ...needed, TANMA_POLICY: value })
    expect(faults).toHaveLength(1)
    expect(faults[0]).toMatch(/^TANMA_POLICY: /)
    expect(faults[0]).toMatch(fault)
    expect(faults[0]).not.toContain('zzq')
  })

  it('keeps every session key, the first one first', () => {
    const keys = ['x'.repeat(32), 'y'.repeat(32)]
    expect(readConfig({ ...needed, SESSION_KEY: keys.join(', ') }).sessionKeys).toEqual(keys)
  })
})
