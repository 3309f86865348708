// A panel of the sidebar (docs/panels.md), with node:http and jose:
//   SIDEDESK_ORIGIN=https://sidedesk.example.com PANEL_ORIGIN=https://vip.example.com PORT=8091 node docs/panels/server.mjs
// JWKS_URL: where the sidebar's keys are, if this machine does not reach SIDEDESK_ORIGIN. Replace members.json by your own database.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { pathToFileURL } from 'node:url'
import { createRemoteJWKSet, jwtVerify } from 'jose'

const fileOf = (name) => readFileSync(new URL(name, import.meta.url), 'utf8')

/** Answers the requests of one panel. `read` is given the token's claims, and nothing that the page says. */
export function createPanel({ sidedesk, origin, read, jwks = new URL('/.well-known/jwks.json', sidedesk) }) {
  const html = fileOf('page.html').replace('{{SIDEDESK_ORIGIN}}', sidedesk)
  const hashOf = (tag) => {
    const [, text] = html.split(new RegExp(`</?${tag}>`))
    return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
  }
  const headers = {
    'content-security-policy': `default-src 'none'; script-src ${hashOf('script')}; style-src ${hashOf('style')}; connect-src 'self'; frame-ancestors ${sidedesk}`,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  }
  const keys = createRemoteJWKSet(new URL(jwks))
  const rules = { algorithms: ['ES256'], typ: 'sidedesk-context+jwt', issuer: sidedesk, audience: origin, clockTolerance: 60, requiredClaims: ['sub', 'exp', 'ctx'] }

  async function member(request) {
    const [, token = ''] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? []
    const verified = await jwtVerify(token, keys, rules).catch(() => null)
    return verified?.payload.v === 1 ? [200, await read(verified.payload)] : [401, { code: 'bad_token' }]
  }

  return async (request, response) => {
    const send = (status, type, body) => response.writeHead(status, { ...headers, 'content-type': type }).end(body)
    const { pathname } = new URL(request.url, origin)
    if (pathname === '/') return send(200, 'text/html; charset=utf-8', html)
    const [status, body] = pathname === '/api/member' ? await member(request) : [404, { code: 'not_found' }]
    return send(status, 'application/json', JSON.stringify(body))
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { SIDEDESK_ORIGIN: sidedesk, PANEL_ORIGIN: origin, JWKS_URL: jwks, PORT: port = '8091' } = process.env
  const { nobody, ...members } = JSON.parse(fileOf('members.json'))
  const read = ({ external_userid: id }) => (Object.hasOwn(members, id) ? members[id] : nobody)
  createServer(createPanel({ sidedesk, origin, read, jwks })).listen(Number(port), '127.0.0.1', function () {
    process.stdout.write(`listening on http://127.0.0.1:${this.address().port}\n`)
  })
}
