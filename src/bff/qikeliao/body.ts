/** What we read of a message. The rest of it, a password and phones among it, is never made a text. */
const names = ['UserID', 'Timestamp', 'merchantid', 'originalId'] as const
export type Body = Record<(typeof names)[number], string>

const prefix = Buffer.from('UserID=')
const [ampersand, equals] = [0x26, 0x3d]

/** With this it begins, and nothing else tells a message from what a wrong key makes. */
export const isBody = (message: Buffer): boolean => message.subarray(0, prefix.length).equals(prefix)

function decoded(value: Buffer): string {
  try {
    return decodeURIComponent(value.toString('utf8'))
  } catch {
    return ''
  }
}

/** The `name=value` parts, as bytes. */
function* partsOf(message: Buffer): Generator<Buffer> {
  let from = 0
  while (from <= message.length) {
    const end = message.indexOf(ampersand, from)
    const to = end === -1 ? message.length : end
    yield message.subarray(from, to)
    from = to + 1
  }
}

/** Those of the fields that are there once; the others are empty. */
export function readBody(message: Buffer): Body {
  const body: Body = { UserID: '', Timestamp: '', merchantid: '', originalId: '' }
  const met = new Set<string>()
  for (const part of partsOf(message)) {
    const at = part.indexOf(equals)
    const name = names.find((each) => at === each.length && part.subarray(0, at).equals(Buffer.from(each)))
    if (name === undefined) continue
    body[name] = met.has(name) ? '' : decoded(part.subarray(at + 1))
    met.add(name)
  }
  return body
}
