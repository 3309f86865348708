import { isUtf8 } from 'node:buffer'
import { promisify, TextDecoder } from 'node:util'
import { unzip } from 'node:zlib'
import { createTurns } from '../concurrency/turns.ts'

const unpack = promisify(unzip)

/** gzip, and zlib's three usual levels; no JSON begins so. */
const packed = new Set([0x1f_8b, 0x78_01, 0x78_9c, 0x78_da])

const isPacked = (bytes: Buffer): boolean => bytes.length > 2 && packed.has(bytes.readUInt16BE(0))

const pieceBytes = 262_144

/** The text piece by piece, with others' turns in between. @throws where `decoder` is strict and there is something else */
async function decodeInTurns(bytes: Buffer, decoder: TextDecoder, onPiece?: (text: string) => void): Promise<string> {
  const turn = createTurns()
  const pieces: string[] = []
  for (let from = 0; from < bytes.length; from += pieceBytes) {
    const isLast = from + pieceBytes >= bytes.length
    const piece = decoder.decode(bytes.subarray(from, from + pieceBytes), { stream: !isLast })
    onPiece?.(piece)
    pieces.push(piece)
    const others = turn()
    if (others) await others
  }
  return pieces.join('')
}

const utf8 = () => new TextDecoder('utf-8', { ignoreBOM: true })

/** Bytes that are not UTF-8: GBK, unless there are more good characters than bad ones, as in a text that was cut. */
async function decodeOther(bytes: Buffer): Promise<string> {
  let [good, bad] = [0, 0]
  const text = await decodeInTurns(bytes, utf8(), (piece) => {
    bad += piece.match(/\uFFFD/g)?.length ?? 0
    good += piece.match(/[^\0-\x7F\uFFFD]/g)?.length ?? 0
  })
  if (good >= bad) return text
  try {
    return await decodeInTurns(bytes, new TextDecoder('gb18030', { fatal: true }))
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
  const text = isUtf8(plain) ? await decodeInTurns(plain, utf8()) : await decodeOther(plain)
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

/** By the letter. Undefined where it is none. */
export function parse(text: string): unknown {
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
export function* afterTalk(text: string): Generator<string> {
  const talk = text.slice(0, maxTalk)
  if (!phpTalk.test(talk)) return
  const starts = [...talk.matchAll(/[>\n\r]\s{0,9}(?=[[{])/g)].slice(0, maxStarts)
  for (const { index, 0: before } of starts) yield text.slice(index + before.length)
}

/** Undefined where it is none, or where one of its numbers would lose digits. */
export const parsePlain = (text: string): unknown => (hasLongNumber.test(text) ? undefined : parse(text))

/** Without a look at what may stand before it. Undefined where it is none. */
export const parseOnce = (text: string): unknown => parsePlain(text) ?? parse(mended(text))

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
