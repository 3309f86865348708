import { Agent, request } from 'undici'
import { AppError, UpstreamError, type Reason } from '../../errors.ts'

const timeoutMs = 8_000
const mostBytes = 2_000_000
const operation = 'picture'

const failed = (reason: Reason, cause?: unknown) => new UpstreamError({ source: 'orders', operation, reason, cause })

/**
 * Reads a picture from a host that the configuration lists: no redirects, no credentials, 2 MB at most. With connections of
 * its own, so that a stuck host of pictures holds up no question about orders.
 */
export function createReadPicture() {
  const agent = new Agent({ connections: 3, connect: { timeout: timeoutMs }, maxResponseSize: mostBytes })

  async function read(address: string, signal: AbortSignal): Promise<Buffer> {
    const own = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
    try {
      const answer = await request(address, { method: 'GET', signal: own, dispatcher: agent })
      if (answer.statusCode !== 200) {
        await answer.body.dump().catch(() => null)
        throw answer.statusCode >= 500 ? failed('unreachable') : new AppError('not_found')
      }
      return Buffer.from(await answer.body.arrayBuffer())
    } catch (error) {
      if (error instanceof AppError || error instanceof UpstreamError) throw error
      if (own.aborted) throw failed('timeout', error)
      const isLarge = error instanceof Error && 'code' in error && error.code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE'
      throw isLarge ? new AppError('not_found') : failed('unreachable', error)
    }
  }

  return { read, close: () => agent.destroy() }
}
