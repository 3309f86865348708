import { LRUCache } from 'lru-cache'
import PQueue from 'p-queue'
import { msLeft, spanOf, type Span } from '../age.ts'
import type { Clock } from '../clock.ts'
import { abortable } from '../concurrency/abortable.ts'
import { createSingleFlight } from '../concurrency/single-flight.ts'
import { AppError } from '../errors.ts'
import type { Wecom } from './wecom.ts'

export interface Picture {
  type: 'image/jpeg' | 'image/png' | 'image/gif' | 'image/webp'
  bytes: Buffer
}

interface Deps {
  wecom: Pick<Wecom, 'media'>
  clock: Clock
}

const hourMs = 3_600_000
/** What is gone stays gone, but WeCom may have said so by mistake. */
const goneMs = 600_000
const timeoutMs = 8000
const maxBytes = 5_000_000
/** Of all that is kept in memory. */
const keptBytes = 48_000_000
/** So few at once that people's permissions, which are asked for over the same connections, never wait for pictures. */
const atOnce = 3

const startsWith = (bytes: Buffer, start: string, at = 0): boolean =>
  bytes.subarray(at, at + start.length).toString('latin1') === start

/** What the bytes are, whatever was said of them; null for what a page does not show as a picture, or could run. */
export function typeOf(bytes: Buffer): Picture['type'] | null {
  if (startsWith(bytes, '\xff\xd8\xff')) return 'image/jpeg'
  if (startsWith(bytes, '\x89PNG\r\n\x1a\n')) return 'image/png'
  if (startsWith(bytes, 'GIF87a') || startsWith(bytes, 'GIF89a')) return 'image/gif'
  return startsWith(bytes, 'RIFF') && startsWith(bytes, 'WEBP', 8) ? 'image/webp' : null
}

function toPicture(bytes: Buffer): Picture | null {
  const type = bytes.length <= maxBytes ? typeOf(bytes) : null
  return type && { type, bytes }
}

/** WeCom's pictures by their media ids, read once an hour and kept in memory alone. The caller has authorised the row that names it. */
export function createPictures({ wecom, clock }: Deps) {
  const kept = new LRUCache<string, { picture: Picture | null; holds: Span }>({
    max: 2000,
    maxSize: keptBytes,
    sizeCalculation: ({ picture }) => (picture?.bytes.length ?? 0) + 1,
  })
  const once = createSingleFlight()
  const queue = new PQueue({ concurrency: atOnce })

  async function read(mediaId: string): Promise<Picture | null> {
    const ask = () => wecom.media(mediaId, AbortSignal.timeout(timeoutMs))
    const picture = await queue.add(ask).then(toPicture, (error: unknown) => {
      if (error instanceof AppError && error.code === 'not_found') return null
      throw error
    })
    kept.set(mediaId, { picture, holds: spanOf(picture ? hourMs : goneMs, clock) })
    return picture
  }

  /** @throws not_found, UpstreamError */
  return async (mediaId: string, signal: AbortSignal): Promise<Picture> => {
    const known = kept.get(mediaId)
    const isKnown = known !== undefined && msLeft(known.holds, clock) > 0
    const picture = isKnown
      ? known.picture
      : await abortable(
          once(mediaId, () => read(mediaId)),
          signal,
        )
    if (!picture) throw new AppError('not_found')
    return picture
  }
}

export type Pictures = ReturnType<typeof createPictures>
