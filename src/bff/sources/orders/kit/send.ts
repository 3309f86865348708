import { errors, request, type Dispatcher } from 'undici'
import { z } from 'zod'
import { NoAnswer, type Answer } from './answer.ts'

export interface Parcel {
  url: string
  method: 'POST' | 'GET' | 'HEAD'
  headers: Record<string, string>
  body: string
}

/** As long as the sidebar waits. */
const deadlineMs = 8000
const maxBytes = 1024 * 1024

function toJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function readText(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    const part = z.instanceof(Buffer).parse(chunk)
    bytes += part.length
    if (bytes > maxBytes) throw new NoAnswer('an answer of more than 1 MiB')
    chunks.push(part)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** The system's code of what went wrong, such as ECONNREFUSED. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `nothing within ${deadlineMs / 1000} s`
  if (error instanceof errors.UndiciError) return error.code
  const { data } = z.object({ code: z.string() }).safeParse(error)
  return data?.code ?? 'the connection failed'
}

/** Printable, and not longer than what a header of this kind needs. */
const plain = (value: unknown): string =>
  String(value ?? '')
    .replaceAll(/[^\w/+.,=; -]/g, '')
    .slice(0, 60)

/** Sends one request, follows no redirect. @throws NoAnswer */
export async function send({ url, method, headers, body }: Parcel): Promise<Answer> {
  const began = performance.now()
  try {
    const signal = AbortSignal.timeout(deadlineMs)
    const answer = await request(url, { method, headers, signal, ...(method === 'POST' && { body }) })
    const text = await readText(answer.body)
    return {
      status: answer.statusCode,
      mediaType: plain(answer.headers['content-type']).split(';')[0] ?? '',
      cacheControl: plain(answer.headers['cache-control']),
      retryAfter: plain(answer.headers['retry-after']),
      json: toJson(text),
      ms: performance.now() - began,
    }
  } catch (error) {
    if (error instanceof NoAnswer) throw error
    throw new NoAnswer(reasonOf(error), { cause: error })
  }
}
