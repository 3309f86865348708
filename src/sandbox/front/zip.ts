import { crc32 } from 'node:zlib'

/** 1980-01-01, the earliest that a ZIP can say: the same rows make the same file. */
const date = 0x0021

/** What the head of a file in a ZIP and its line in the table of contents have in common. */
function factsOf(name: Buffer, data: Buffer): Buffer {
  const facts = Buffer.alloc(26)
  // Version 2.0, names in UTF-8, not compressed.
  facts.writeUInt16LE(20, 0)
  facts.writeUInt16LE(0x0800, 2)
  facts.writeUInt16LE(date, 8)
  facts.writeUInt32LE(crc32(data), 10)
  facts.writeUInt32LE(data.length, 14)
  facts.writeUInt32LE(data.length, 18)
  facts.writeUInt16LE(name.length, 22)
  return facts
}

function entryOf(facts: Buffer, name: Buffer, offset: number): Buffer {
  const rest = Buffer.alloc(14)
  rest.writeUInt32LE(offset, 10)
  return Buffer.concat([Buffer.from('504b01021400', 'hex'), facts, rest, name])
}

/** A ZIP of these files, not compressed. */
export function zip(files: readonly [name: string, text: string][]): Buffer {
  const bodies: Buffer[] = []
  const entries: Buffer[] = []
  let offset = 0
  for (const [title, text] of files) {
    const [name, data] = [Buffer.from(title), Buffer.from(text)]
    const facts = factsOf(name, data)
    const body = Buffer.concat([Buffer.from('504b0304', 'hex'), facts, name, data])
    entries.push(entryOf(facts, name, offset))
    bodies.push(body)
    offset += body.length
  }
  const contents = Buffer.concat(entries)
  const end = Buffer.alloc(22)
  end.write('504b0506', 'hex')
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(contents.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...bodies, contents, end])
}
