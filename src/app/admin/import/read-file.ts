/** As large as a file may be; the BFF has the same bound. */
export const maxFileBytes = 5_000_000

export type FileContent = { csv: string } | { xlsx: string }

/** Why a chosen file is not taken. */
export class FileRefused extends Error {}

/** Excel in China still saves CSV in the encoding of its system. */
function decoded(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
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
  if (/\.(csv|txt)$/i.test(file.name)) return { csv: decoded(await file.arrayBuffer()) }
  throw new FileRefused('请用 CSV 或 XLSX；XLS 请先另存为 XLSX')
}
