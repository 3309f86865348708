import { describe, expect, it } from 'vitest'
import { framingRefusal } from '../../../../src/bff/panels/framing.ts'

const desk = 'https://desk.example.com'
const csp = (value: string | string[], origin = desk) =>
  framingRefusal({ 'content-security-policy': value as string }, origin)

describe('a page may be framed', () => {
  it.each([
    "default-src 'self'",
    'frame-ancestors *',
    'frame-ancestors https:',
    `frame-ancestors ${desk}`,
    'frame-ancestors desk.example.com',
    'FRAME-ANCESTORS https://*.Example.com',
    `frame-ancestors 'self' https://other.example.com ${desk}/;`,
    'frame-ancestors desk.example.com:443',
    `default-src 'none'; frame-ancestors https://desk.example.com:*`,
    'frame-ancestors http://desk.example.com',
  ])('with %s', (value) => expect(csp(value)).toBeNull())

  it('where frame-ancestors says so, whatever the older header says', () => {
    const headers = { 'content-security-policy': `frame-ancestors ${desk}`, 'x-frame-options': 'DENY' }
    expect(framingRefusal(headers, desk)).toBeNull()
  })

  it.each([undefined, '', 'ALLOW-FROM https://other.example.com'])('with X-Frame-Options %s', (value) =>
    expect(framingRefusal(value === undefined ? {} : { 'x-frame-options': value }, desk)).toBeNull(),
  )

  it('by a desk on a port', () => {
    expect(csp('frame-ancestors http://localhost:8080', 'http://localhost:8080')).toBeNull()
  })
})

describe('a page may not be framed', () => {
  it.each([
    "frame-ancestors 'none'",
    "frame-ancestors 'self'",
    'frame-ancestors',
    'frame-ancestors https://example.com',
    'frame-ancestors https://*.desk.example.com',
    'frame-ancestors https://desk.example.com.evil.example',
    'frame-ancestors https://desk.example.com:8443',
    `frame-ancestors ${desk}, frame-ancestors 'none'`,
  ])('with %s', (value) => expect(csp(value)).toBe('frame-ancestors'))

  it('where one of several policies forbids it', () => {
    expect(csp([`frame-ancestors ${desk}`, "frame-ancestors 'self'"])).toBe('frame-ancestors')
  })

  it.each(['DENY', 'sameorigin', 'SAMEORIGIN, DENY'])('with X-Frame-Options %s', (value) =>
    expect(framingRefusal({ 'x-frame-options': value }, desk)).toBe('X-Frame-Options'),
  )

  it('by a desk on another port', () => {
    expect(csp('frame-ancestors http://localhost', 'http://localhost:8080')).toBe('frame-ancestors')
  })
})
