import { LRUCache } from 'lru-cache'
import PQueue from 'p-queue'
import { msLeft, spanOf, type Span } from '../age.ts'
import type { Clock } from '../clock.ts'
import { abortable } from '../concurrency/abortable.ts'
import { createSingleFlight } from '../concurrency/single-flight.ts'
import { AppError } from '../errors.ts'

export interface Picture {
  type: 'image/jpeg' | 'image/png' | 'image/gif' | 'image/webp'
  bytes: Buffer
}

interface Deps {
  /** Reads the file that this key names. @throws not_found where there is none any more */
  read(key: string, signal: AbortSignal): Promise<Buffer>
  clock: Clock
  /** Of one picture. */
  maxBytes?: number
  /** Of all that are kept in memory. */
  keptBytes?: number
}

const hourMs = 3_600_000
/** What is gone stays gone, but its system may have said so by mistake. */
const goneMs = 600_000
const timeoutMs = 8000
const usualBytes = 5_000_000
const usualKeptBytes = 48_000_000
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

/**
 * Pictures of another system by the keys by which it names them, read once an hour and kept in memory alone. The caller has
 * authorised the row that names one.
 */
export function createPictures({ read, clock, maxBytes = usualBytes, keptBytes = usualKeptBytes }: Deps) {
  const kept = new LRUCache<string, { picture: Picture | null; holds: Span }>({
    max: 2000,
    maxSize: keptBytes,
    sizeCalculation: ({ picture }) => (picture?.bytes.length ?? 0) + 1,
  })
  const once = createSingleFlight()
  const queue = new PQueue({ concurrency: atOnce })

  function toPicture(bytes: Buffer): Picture | null {
    const type = bytes.length <= maxBytes ? typeOf(bytes) : null
    return type && { type, bytes }
  }

  async function renew(name: string): Promise<Picture | null> {
    const ask = () => read(name, AbortSignal.timeout(timeoutMs))
    const picture = await queue.add(ask).then(toPicture, (error: unknown) => {
      if (error instanceof AppError && error.code === 'not_found') return null
      throw error
    })
    kept.set(name, { picture, holds: spanOf(picture ? hourMs : goneMs, clock) })
    return picture
  }

  /** @throws not_found, UpstreamError */
  return async (name: string, signal: AbortSignal): Promise<Picture> => {
    const known = kept.get(name)
    const isKnown = known !== undefined && msLeft(known.holds, clock) > 0
    const picture = isKnown
      ? known.picture
      : await abortable(
          once(name, () => renew(name)),
          signal,
        )
    if (!picture) throw new AppError('not_found')
    return picture
  }
}

export type Pictures = ReturnType<typeof createPictures>
