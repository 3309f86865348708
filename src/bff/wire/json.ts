import { isUtf8 } from 'node:buffer'
import { promisify } from 'node:util'
import { unzip } from 'node:zlib'

const unpack = promisify(unzip)

/** gzip, and zlib's three usual levels; no JSON begins so. */
const packed = new Set([0x1f_8b, 0x78_01, 0x78_9c, 0x78_da])

const isPacked = (bytes: Buffer): boolean => bytes.length > 2 && packed.has(bytes.readUInt16BE(0))

/** Bytes that are not UTF-8: GBK, unless there are more good characters than bad ones, as in a text that was cut. */
function decodeOther(bytes: Buffer): string {
  const text = bytes.toString('utf8')
  const bad = text.match(/\uFFFD/g)?.length ?? 0
  const good = text.match(/[^\0-\x7F\uFFFD]/g)?.length ?? 0
  if (good >= bad) return text
  try {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes)
  } catch {
    return text
  }
}

/**
 * The text of an answer, by what its bytes say and not by its headers: packed though nobody asked for it, in GBK, or with
 * one byte order mark or several.
 * @throws where it is packed badly, or unpacks to more than `maxBytes` (`code` ERR_BUFFER_TOO_LARGE)
 */
export async function decode(bytes: Buffer, maxBytes: number): Promise<string> {
  const plain = isPacked(bytes) ? await unpack(bytes, { maxOutputLength: maxBytes }) : bytes
  const text = isUtf8(plain) ? plain.toString('utf8') : decodeOther(plain)
  return text.replace(/^\uFEFF+/, '')
}

/** Digits that no JavaScript number holds, where a number may stand. */
const hasLongNumber = /[[:,]\s*-?\d{16}/
const stringsAndNumbers = /"[^"\\]*(?:\\[^][^"\\]*)*(?:"|\\?$)|(?<![\d.])-?\d{16,}(?![\d.eE])|[^ -\uFFFF]|\uFEFF/g
const controls = /[^ -\uFFFF]/g
const escaped = (control: string): string => `\\u${(control.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`

/** Long numbers become text, so that they keep their digits; raw control characters in a text are written as JSON wants. */
const mended = (text: string): string =>
  text.replaceAll(stringsAndNumbers, (found) => {
    if (found.startsWith('"')) return found.replaceAll(controls, escaped)
    return /\d/.test(found) ? `"${found}"` : ' '
  })

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

const phpTalk = /\b(?:notice|warning|deprecated|strict standards)\b/i
const maxTalk = 16_384
const maxStarts = 8

/** What PHP prints before its answer ends with a tag or a line. */
function* afterTalk(text: string): Generator<string> {
  const talk = text.slice(0, maxTalk)
  if (!phpTalk.test(talk)) return
  const starts = [...talk.matchAll(/[>\n\r]\s{0,9}(?=[[{])/g)].slice(0, maxStarts)
  for (const { index, 0: before } of starts) yield text.slice(index + before.length)
}

function parseOnce(text: string): unknown {
  if (hasLongNumber.test(text)) return parse(mended(text))
  return parse(text) ?? parse(mended(text))
}

/** Reads JSON as vendors write it. Undefined where it is none. */
export function parseJson(text: string): unknown {
  const whole = parseOnce(text)
  if (whole !== undefined) return whole
  for (const rest of afterTalk(text)) {
    const found = parseOnce(rest)
    if (found !== undefined) return found
  }
  return undefined
}
