import Fastify from 'fastify'

/** The upper limit: the same server library, answering the same bytes from memory. */
const app = Fastify()
app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
const bodies = new Map<string, Buffer>()
app.put('/*', async (request) => {
  bodies.set(request.url, request.body as Buffer)
  return { kept: bodies.size }
})
app.get('/*', async (request, reply) => {
  const [path = ''] = request.url.split('?')
  return reply.type('application/json; charset=utf-8').send(bodies.get(path))
})
process.stdout.write(`${await app.listen({ port: 0, host: '127.0.0.1' })}\n`)
