/** As large as a file may be; the BFF has the same bound. */
export const maxFileBytes = 5_000_000

/** How large a text may be in the request, as JSON in UTF-8: as large as a workbook in base64. */
export const maxSentBytes = Math.ceil((maxFileBytes * 4) / 3)

export type FileContent = { csv: string } | { xlsx: string }

/** Why a chosen file is not taken. */
export class FileRefused extends Error {}

/** By the mark at its start: Excel's 「Unicode 文本」 is UTF-16. */
function encodingOf(bytes: ArrayBuffer): string {
  const [first, second] = new Uint8Array(bytes.slice(0, 2))
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

/** Excel in China still saves CSV in the encoding of its system, which bears no mark. */
function decoded(bytes: ArrayBuffer): string {
  const encoding = encodingOf(bytes)
  if (encoding !== 'utf-8') return new TextDecoder(encoding).decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

/** A text can grow on its way: a character of GB 18030 has two bytes there, and three in UTF-8. */
function bounded(text: string): string {
  if (new TextEncoder().encode(JSON.stringify(text)).length <= maxSentBytes) return text
  throw new FileRefused('这个文件转成 UTF-8 以后超过 6.6 MB，传不上去，请分成几个')
}

function asBase64(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(String(reader.result).split(',')[1] ?? ''))
    reader.addEventListener('error', () => reject(new FileRefused('这个文件读不出来，请再选一次')))
    reader.readAsDataURL(file)
  })
}

/** What the BFF is given of a file. @throws FileRefused with a sentence that can be shown */
export async function readFile(file: File): Promise<FileContent> {
  if (file.size === 0) throw new FileRefused('这个文件是空的')
  if (file.size > maxFileBytes) throw new FileRefused('一个文件最多 5 MB，请分成几个')
  if (/\.xlsx$/i.test(file.name)) return { xlsx: await asBase64(file) }
  if (/\.(csv|txt)$/i.test(file.name)) return { csv: bounded(decoded(await file.arrayBuffer())) }
  throw new FileRefused('请用 CSV 或 XLSX；XLS 请先另存为 XLSX')
}
