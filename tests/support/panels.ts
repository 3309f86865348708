import { createRemoteJWKSet, customFetch, jwtVerify, type JWTVerifyOptions } from 'jose'
import type { TestBff } from './start-bff.ts'
import { publicOrigin } from './start-bff.ts'

/** Three panels: for all, for one person under another spelling, and beside groups alone. */
export const panels = [
  {
    id: 'crm',
    title: '会员中心',
    url: 'https://crm.example.com/desk?from=wecom',
    entries: ['contact', 'group', 'mine'],
    place: true,
    linkHosts: ['shop.example.com'],
  },
  { id: 'boss', title: '报表', url: 'https://bi.example.com:8443/', entries: ['mine'], staff: ['LinXiaomei'] },
  { id: 'wiki', title: '资料', url: 'http://localhost:9100/wiki', entries: ['group'] },
]
export const panelEnvironment = { PANELS: JSON.stringify(panels) }
export const crmOrigin = 'https://crm.example.com'

/** What a panel's server does with a token, as its library documents it: with the keys that we serve. */
export function createVerifier(bff: TestBff, now: () => number) {
  const keys = createRemoteJWKSet(new URL(`${publicOrigin}/.well-known/jwks.json`), {
    [customFetch]: async () => {
      const answer = await bff.injectPlainly('/.well-known/jwks.json')
      return new Response(answer.body, { status: answer.statusCode })
    },
  })
  return async (token: string, options: JWTVerifyOptions = {}) => {
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      algorithms: ['ES256'],
      typ: 'sidedesk-context+jwt',
      issuer: publicOrigin,
      audience: crmOrigin,
      clockTolerance: 60,
      currentDate: new Date(now()),
      ...options,
    })
    return { claims: payload, header: protectedHeader }
  }
}
