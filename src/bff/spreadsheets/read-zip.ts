import { Parser, type Handler } from 'htmlparser2'
import { fromBufferPromise, type Entry } from 'yauzl'
import { createTurns } from '../concurrency/turns.ts'
import { FileError } from './file-error.ts'

const mostEntries = 2_000
/** What all that is read of a file may take when it is unpacked: 20,000 rows take some 10 MB. */
const mostBytes = 40_000_000
/** No part of a workbook nests deeper; the parser's time grows with the square of what is left open. */
const deepest = 64

/** What is done with the elements of one part; names come without their prefix. */
export interface PartReader {
  open?(name: string, attributes: Readonly<Record<string, string>>): void
  text?(text: string): void
  close?(name: string): void
}

const bareName = (name: string): string => name.slice(name.indexOf(':') + 1)

function handlerOf(reader: PartReader): Partial<Handler> {
  let depth = 0
  return {
    onopentag(name, attributes) {
      depth += 1
      if (depth > deepest) throw new FileError('the workbook nests too deeply')
      reader.open?.(bareName(name), attributes)
    },
    ontext: (text) => reader.text?.(text),
    onclosetag(name) {
      depth -= 1
      reader.close?.(bareName(name))
    },
  }
}

/**
 * The parts of a workbook, unpacked as they are read, beside our thread. A part that is larger than it says is refused, and
 * so are parts that are too large together.
 * @throws FileError
 */
export async function openZip(bytes: Buffer) {
  const turn = createTurns()
  let left = mostBytes
  const zip = await fromBufferPromise(bytes)
  if (zip.entryCount > mostEntries) throw new FileError('the workbook has too many parts')
  const entries = new Map<string, Entry>()
  for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry)

  return {
    has: (name: string) => entries.has(name),

    /** Nothing where there is no such part. */
    async read(name: string, reader: PartReader): Promise<void> {
      const entry = entries.get(name)
      if (!entry) return
      left -= entry.uncompressedSize
      if (left < 0) throw new FileError('the workbook is too large when it is unpacked')
      const parser = new Parser(handlerOf(reader), { xmlMode: true, decodeEntities: true })
      const decoder = new TextDecoder()
      for await (const chunk of await zip.openReadStreamPromise(entry)) {
        parser.write(decoder.decode(chunk, { stream: true }))
        await turn()
      }
      parser.end()
    },
  }
}

export type Zip = Awaited<ReturnType<typeof openZip>>
