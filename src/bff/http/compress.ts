import { constants } from 'node:zlib'
import fastifyCompress from '@fastify/compress'
import type { FastifyInstance } from 'fastify'

/** Below this a smaller answer saves no packet. */
const worthBytes = 1024
/** Scripts and styles are compressed when they are built. */
const ours = /^(text\/html|application\/(json|problem\+json|x-ndjson))(;|$)/

/**
 * Answers go compressed, those of several lines so that each line leaves at once. A route whose answer holds a credential
 * says `compress: false`: its length would tell of it. Requests are not unpacked.
 */
export async function compressAnswers(app: FastifyInstance): Promise<void> {
  await app.register(fastifyCompress, {
    encodings: ['gzip'],
    threshold: worthBytes,
    customTypes: ours,
    zlibOptions: { flush: constants.Z_SYNC_FLUSH },
    globalDecompression: false,
  })
}
