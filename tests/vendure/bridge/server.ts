import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { z } from 'zod'
import type { Ask } from '../admin.ts'
import { createAnswers, Refusal } from './answers.ts'

const maxBytes = 1024 * 1024
const rememberedMs = 600_000
const allowedSeconds = 300

const Envelope = z.object({ contract: z.string(), type: z.string(), data: z.unknown() })
const Headers = z.object({ 'webhook-id': z.string(), 'webhook-timestamp': z.string(), 'webhook-signature': z.string() })

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    const part = z.instanceof(Buffer).parse(chunk)
    bytes += part.length
    if (bytes <= maxBytes) chunks.push(part)
  }
  if (bytes > maxBytes) throw new Refusal(413, 'bad_request')
  return Buffer.concat(chunks).toString('utf8')
}

/** The library verifies; it does not remember, and its one error does not tell a clock from a secret. */
function createVerify(secret: string) {
  const webhook = new Webhook(secret)
  const seen = new Map<string, number>()
  return (headers: unknown, body: string) => {
    const { data } = Headers.safeParse(headers)
    if (!data) throw new Refusal(401, 'bad_signature')
    const apart = Math.abs(Date.now() / 1000 - Number(data['webhook-timestamp']))
    if (apart > allowedSeconds) throw new Refusal(401, 'stale_timestamp')
    try {
      webhook.verify(body, data, { jsonParse: false })
    } catch {
      throw new Refusal(401, 'bad_signature')
    }
    for (const [id, at] of seen) if (at < Date.now() - rememberedMs) seen.delete(id)
    if (seen.has(data['webhook-id'])) throw new Refusal(401, 'replayed')
    seen.set(data['webhook-id'], Date.now())
  }
}

function readEnvelope(body: string): z.infer<typeof Envelope> {
  try {
    return Envelope.parse(JSON.parse(body))
  } catch {
    throw new Refusal(400, 'bad_request')
  }
}

function reply(response: ServerResponse, status: number, body: object): void {
  const type = status === 200 ? 'application/json' : 'application/problem+json'
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(JSON.stringify(body))
}

/** Serves `sidedesk-orders/1` over Vendure, on loopback. */
export async function startBridge({
  ask,
  secret,
}: {
  ask: Ask
  secret: string
}): Promise<{ url: string; stop(): void }> {
  const verify = createVerify(secret)
  const answers = createAnswers(ask)

  async function answer(request: IncomingMessage): Promise<object> {
    if (request.method !== 'POST') throw new Refusal(405, 'bad_request')
    const body = await readBody(request)
    verify(request.headers, body)
    const { contract, type, data } = readEnvelope(body)
    if (contract !== '1') throw new Refusal(400, 'unsupported_contract')
    const handle = Object.hasOwn(answers, type) ? answers[type] : undefined
    if (!handle) throw new Refusal(400, 'unknown_type')
    return z.looseObject({}).parse(await handle(data))
  }

  const server = createServer((request, response) => {
    answer(request).then(
      (body) => reply(response, 200, body),
      (error: unknown) => {
        const { status, code } = error instanceof Refusal ? error : new Refusal(500, 'internal')
        reply(response, status, { title: code, status, code })
      },
    )
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = z.object({ port: z.number() }).parse(server.address())
  const stop = () => {
    server.close()
    server.closeAllConnections()
  }
  return { url: `http://127.0.0.1:${port}/`, stop }
}
