import { Agent, createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'

/** A load balancer without sticky sessions: each request goes to the next instance that answers. */
export async function startRoundRobin(instances: () => readonly string[]) {
  const agent = new Agent({ keepAlive: true })
  /** The instance that answered each request. */
  const served: string[] = []
  let turn = 0

  function ask(origin: string, { method, url, headers }: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const asked = send(origin + (url ?? ''), { method, headers, agent }, resolve)
      asked.once('error', reject)
      asked.end(body)
    })
  }

  async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request)
    for (let tries = 0; tries < instances().length; tries += 1) {
      const origin = instances()[(turn += 1) % instances().length] ?? ''
      const answer = await ask(origin, request, body).catch(() => null)
      if (!answer) continue
      served.push(origin)
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
      return
    }
    response.writeHead(502).end()
  }

  const server = createServer((request, response) => void forward(request, response).catch(() => response.destroy()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    served,
    close() {
      server.closeAllConnections()
      server.close()
      agent.destroy()
    },
  }
}
