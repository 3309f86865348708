import { createServer } from 'node:net'
import { addressOf } from './machine.ts'
import { pass, type Exchange, type Trouble } from './front.ts'

const json = { 'content-type': 'application/json;charset=utf-8' }
const html = { 'content-type': 'text/html; charset=utf-8' }
/** A text in the vendor's error pages that must not appear in any of our answers or logs. */
export const vendorWords = 'gateway-of-the-vendor-is-sorry'
const page = `<!doctype html><html><head><title>${vendorWords}</title></head><body><h1>${vendorWords}</h1></body></html>`
const note = JSON.stringify({ message: vendorWords })
const chunk = Buffer.alloc(65_536, 'x')

async function resetMidBody({ forward, response, reset }: Exchange): Promise<void> {
  const { status, headers, body } = await forward()
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) })
  response.write(body.slice(0, body.length / 2), () => setTimeout(reset, 5))
}

async function trickle({ forward, response }: Exchange): Promise<void> {
  const { status, headers, body } = await forward()
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) })
  const bytes = Buffer.from(body)
  let at = 0
  const timer = setInterval(() => response.write(bytes.subarray(at, (at += 1))), 1000)
  response.once('close', () => clearInterval(timer))
}

async function truncate({ forward, response }: Exchange): Promise<void> {
  const answer = await forward()
  pass(response, { ...answer, body: answer.body.slice(0, answer.body.length / 2) })
}

function flood({ response }: Exchange): void {
  response.writeHead(200, json)
  response.write('{"values":"')
  let left = 50_000_000 / chunk.length
  const more = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= 1
      if (!response.write(chunk)) return void response.once('drain', more)
    }
    response.end('"}')
  }
  more()
}

const answering = (status: number, body: string, headers: Record<string, string>): Trouble => ({
  answer: ({ response }) => void response.writeHead(status, headers).end(body),
})

/** Troubles that any upstream can cause, independent of its protocol. */
export const wireTroubles = {
  'connection refused': { wire: 'refused' },
  'no such host': { wire: 'unknown name' },
  'certificate of a stranger': { wire: 'stranger’s certificate' },
  'plain bytes for TLS': { wire: 'no tls' },
  'reset mid-body': { answer: resetMidBody },
  silence: { answer: () => undefined },
  'one byte a second': { answer: trickle },
  '200 with HTML': answering(200, page, html),
  'truncated JSON': { answer: truncate },
  '50 MB body': { answer: flood },
  '500': answering(500, note, json),
  '502 with HTML': answering(502, page, html),
  '429 with Retry-After': answering(429, note, { ...json, 'retry-after': '7' }),
  '429 without': answering(429, note, json),
} as const satisfies Record<string, Trouble>

/** A foreign host, to which the vendor redirects its callers. */
export async function startElsewhere() {
  let visits = 0
  const server = createServer((socket) => {
    visits += 1
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = addressOf('elsewhere', typeof address === 'object' && address ? address.port : 0)
  return {
    /** 307 keeps method and body: a client that follows it would send everything to the foreign host. */
    redirect: {
      answer: ({ request, response }: Exchange) =>
        void response.writeHead(307, { location: `${url}${request.url}` }).end(),
    } satisfies Trouble,
    visits: () => visits,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}
