import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from '../../../../src/bff/config/config.ts'

const needed = {
  PUBLIC_ORIGIN: 'https://desk.example.com',
  SESSION_KEY: 'a-session-key-of-the-tests-0123456789',
  WECOM_CORP_ID: 'ww1',
  WECOM_AGENT_ID: '1000002',
  WECOM_SECRET: 'top-secret-value',
}
const least = { id: 'crm', title: '会员', url: 'https://crm.example.com/desk', entries: ['contact'] }

const read = (list: unknown) => readConfig({ ...needed, PANELS: JSON.stringify(list) }).panels

function faultsOf(PANELS: string): readonly string[] {
  try {
    readConfig({ ...needed, PANELS })
  } catch (error) {
    if (error instanceof ConfigError) return error.faults
  }
  return []
}
const faultsIn = (list: unknown) => faultsOf(JSON.stringify(list))

describe('PANELS', () => {
  it('is not needed', () => {
    expect(readConfig(needed).panels).toEqual([])
    expect(readConfig({ ...needed, PANELS: '' }).panels).toEqual([])
  })

  it('needs id, title, address and entries; links are of that address’s host, and everybody gets it', () => {
    expect(read([least])).toEqual([
      {
        ...least,
        origin: 'https://crm.example.com',
        place: false,
        linkHosts: ['crm.example.com'],
        staff: null,
      },
    ])
  })

  it('may let it place, give hosts and people', () => {
    const more = { place: true, linkHosts: ['Shop.Example.com', 'cdn.example.com:8443'], staff: [' ZhangSan '] }
    expect(read([{ ...least, ...more }])).toMatchObject([
      { place: true, linkHosts: ['shop.example.com', 'cdn.example.com:8443'], staff: ['ZhangSan'] },
    ])
  })

  it.each(['http://127.0.0.1:9100/a?b=c', 'http://localhost:9100/', 'https://crm.example.com:8443/x'])(
    'may lead to %s',
    (url) => expect(read([{ ...least, url }])).toMatchObject([{ url, origin: new URL(url).origin }]),
  )

  it.each<[string, object]>([
    ['id', { id: 'Secret Panel' }],
    ['id', { id: undefined }],
    ['title', { title: '' }],
    ['title', { title: '一二三四五六七' }],
    ['title', { title: '会\u202E员' }],
    ['url', { url: 'http://crm.example.com/' }],
    ['url', { url: 'https://user:hunter22@crm.example.com/' }],
    ['url', { url: 'https://crm.example.com/#top' }],
    ['url', { url: 'https://crm.example.com;script-src *' }],
    ['url', { url: 'https://*.example.com/' }],
    ['url', { url: 'javascript:alert(1)' }],
    ['entries', { entries: [] }],
    ['entries 1', { entries: ['everywhere'] }],
    ['entries', { entries: ['mine', 'mine'] }],
    ['place', { place: 'yes' }],
    ['linkHosts 1', { linkHosts: ['https://shop.example.com'] }],
    ['linkHosts 2', { linkHosts: ['shop.example.com', '*.example.com'] }],
    ['staff', { staff: [] }],
    ['staff 1', { staff: [''] }],
  ])('stops the start where %s is wrong: %j', (field, wrong) => {
    const faults = faultsIn([least, { ...least, id: 'other', ...wrong }])
    expect(faults).toEqual([expect.stringContaining(`PANELS: panel 2 ${field}: `)])
    for (const value of Object.values(wrong).flat())
      if (typeof value === 'string' && value.length > 3) expect(faults.join('')).not.toContain(value)
  })

  it.each(['reuse', 'delivery', 'unionId', 'palce'])('names the field %s, which there is not', (field) => {
    expect(faultsIn([{ ...least, [field]: true }])).toEqual([
      expect.stringMatching(new RegExp(`^PANELS: panel 1: .*${field}`)),
    ])
  })

  it('has one line for each fault', () => {
    expect(
      faultsIn([
        { ...least, title: '' },
        { ...least, url: 'x', id: 'b' },
      ]),
    ).toHaveLength(2)
  })

  it.each(['not json', '{}', '[1]', '"x"', 'null'])('is a list of objects in JSON, and not %s', (text) => {
    expect(faultsOf(text)).toEqual([expect.stringMatching(/^PANELS: (?:the list|panel 1): /)])
  })

  it('has eight at most, each with an id of its own', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => ({ ...least, id: `p${index}` }))
    expect(read(many(8))).toHaveLength(8)
    expect(faultsIn(many(9))).toEqual([expect.stringContaining('PANELS: the list: ')])
    expect(faultsIn([least, least])).toEqual(['PANELS: the list: ids must differ'])
  })

  it('is never of our own origin, where a frame could do what its user can', () => {
    expect(faultsIn([least, { ...least, id: 'own', url: 'https://desk.example.com/panel' }])).toEqual([
      'PANELS: panel 2 url: must be of another origin than PUBLIC_ORIGIN',
    ])
    expect(faultsIn([{ ...least, url: 'https://DESK.example.com:443/' }])).toHaveLength(1)
  })
})
