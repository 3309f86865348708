import Fastify from 'fastify'

/** The limit to compare with: the same server library answering the same bytes from memory. */
const app = Fastify()
app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
let bytes: Buffer = Buffer.from('{}')
app.put('/', async (request) => {
  bytes = request.body as Buffer
  return { size: bytes.length }
})
app.get('/', async (_request, reply) => reply.type('application/json; charset=utf-8').send(bytes))
process.stdout.write(`${await app.listen({ port: 0, host: '127.0.0.1' })}\n`)
