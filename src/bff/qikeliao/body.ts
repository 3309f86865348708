/** What we read of a message. The rest of it, a password and phones among it, is never made a text. */
const names = ['UserID', 'Timestamp', 'merchantid', 'originalId'] as const
export type Body = Record<(typeof names)[number], string>

/** All that a message holds, in its order. */
const fields = [
  'UserID',
  'Timestamp',
  'WX',
  'TEL',
  'Number',
  'sign',
  'merchantid',
  'wechat',
  'uid',
  'originalId',
  'dockPwd',
] as const

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

/**
 * The fields that are needed; one that is missing is empty. Null where there is any other field, one twice, or one out of its
 * order: such a message may have been put together from the blocks of several [docs/qikeliao.md].
 */
export function readBody(message: Buffer): Body | null {
  const body: Body = { UserID: '', Timestamp: '', merchantid: '', originalId: '' }
  let next = 0
  let isRight = true
  // To the end whatever is wrong, so that it takes as long.
  for (const part of partsOf(message)) {
    const at = Math.max(part.indexOf(equals), 0)
    const found = part.toString('latin1', 0, at)
    const place = fields.findIndex((field, index) => index >= next && field === found)
    isRight &&= place !== -1
    next = Math.max(next, place + 1)
    const name = names.find((each) => each === fields[place])
    if (name !== undefined) body[name] = decoded(part.subarray(at + 1))
  }
  return isRight ? body : null
}
