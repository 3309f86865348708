import { isUtf8 } from 'node:buffer'
import { FileError } from './file-error.ts'

const howToSave = 'save it as "CSV UTF-8 (comma delimited)"'

function encodingOf(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString('hex')
  if (mark === 'fffe') return 'utf-16le'
  if (mark === 'feff') return 'utf-16be'
  return isUtf8(bytes) ? 'utf-8' : 'gb18030'
}

/** The text of a file that a spreadsheet wrote: UTF-8, UTF-16 with its mark, or GBK. @throws FileError */
export function decodeFile(bytes: Buffer): string {
  const encoding = encodingOf(bytes)
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
    if (!text.includes('\0')) return text.replace(/^\uFEFF+/, '')
  } catch {
    // Said below, as for a text that only looks readable.
  }
  throw new FileError(`the encoding is not UTF-8, UTF-16 with a byte order mark, or GBK: ${howToSave}`)
}
