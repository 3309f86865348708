import { createTurns } from '../concurrency/turns.ts'
import { afterTalk, parseJson, parseOnce, parsePlain } from './json.ts'

/** Parsed at once: a few milliseconds, whatever is in it. */
const pieceLength = 32_768
/**
 * A page of a thousand tasks. Where nothing has to be mended, it is parsed in some 5 ms, and in 20 at worst; to look for its
 * pieces would take as long again.
 */
const longestPlain = 640_000
/** Vendors' rows lie less deep. What lies deeper is parsed at once. */
const deepest = 6

const [quote, backslash, comma, colon] = [34, 92, 44, 58]
const [openList, closeList, openObject, closeObject] = [91, 93, 123, 125]

interface Span {
  from: number
  to: number
}

interface Group extends Span {
  /** Of entries. */
  count: number
}

/** Undefined: no JSON. */
type Parsed = Promise<unknown>

/** Parses a long text piece by piece, and gives others their turn in between. */
function createParser(text: string) {
  const turn = createTurns()
  const isBlank = (at: number): boolean => text.charCodeAt(at) <= 32

  function trimmed({ from, to }: Span): Span {
    let [start, end] = [from, to]
    while (start < end && isBlank(start)) start += 1
    while (end > start && isBlank(end - 1)) end -= 1
    return { from: start, to: end }
  }

  /** Whether the quote at this place ends a text: the backslashes before it are even in number. */
  function isEnd(at: number): boolean {
    let before = at - 1
    while (text.charCodeAt(before) === backslash) before -= 1
    return (at - 1 - before) % 2 === 0
  }

  /** Where the text ends that begins at this place; -1 where it does not. */
  async function endOfText(from: number, to: number): Promise<number> {
    for (let at = text.indexOf('"', from + 1); at !== -1 && at < to; at = text.indexOf('"', at + 1)) {
      if (isEnd(at)) return at
      const others = turnEvery(at)
      if (others) await others
    }
    return -1
  }

  let looked = 0
  /** Asks for a turn now and then: asking costs more than a step. Undefined where none is due. */
  function turnEvery(at: number): Promise<void> | undefined {
    if (Math.abs(at - looked) < pieceLength) return undefined
    looked = at
    return turn()
  }

  /** What is between the brackets: small entries together, as long as a piece; a long one alone. Null where they do not match. */
  async function groupsOf({ from, to }: Span): Promise<Group[] | null> {
    const groups: Group[] = []
    let [depth, start] = [0, from]
    const add = (end: number) => {
      const last = groups.at(-1)
      if (last && end - last.from <= pieceLength) Object.assign(last, { to: end, count: last.count + 1 })
      else groups.push({ from: start, to: end, count: 1 })
      start = end + 1
    }
    for (let at = from; at < to - 1; at += 1) {
      const unit = text.charCodeAt(at)
      if (unit === quote) {
        const end = text.indexOf('"', at + 1)
        at = end !== -1 && isEnd(end) ? end : await endOfText(at, to)
        if (at === -1) return null
      } else if (unit === openList || unit === openObject) depth += 1
      else if (unit === closeList || unit === closeObject) depth -= 1
      else if (unit === comma && depth === 0) add(at)
      if (depth < 0) return null
      const others = turnEvery(at)
      if (others) await others
    }
    add(to - 1)
    return groups
  }

  async function parseList(span: Span, depth: number): Parsed {
    const groups = await groupsOf({ from: span.from + 1, to: span.to })
    if (!groups) return undefined
    const list: unknown[] = []
    for (const group of groups) {
      const isLong = group.to - group.from > pieceLength
      const some = isLong ? [await parse(group, depth + 1)] : parseOnce(`[${text.slice(group.from, group.to)}]`)
      if (!Array.isArray(some) || some.length !== group.count || some[0] === undefined) return undefined
      for (const entry of some) list.push(entry)
      const others = turn()
      if (others) await others
    }
    return list
  }

  async function parseMember(span: Span, depth: number): Parsed {
    const { from, to } = trimmed(span)
    if (text.charCodeAt(from) !== quote) return undefined
    const keyEnd = await endOfText(from, to)
    const at = keyEnd === -1 ? to : trimmed({ from: keyEnd + 1, to }).from
    const key = parseOnce(text.slice(from, keyEnd + 1))
    if (text.charCodeAt(at) !== colon || typeof key !== 'string') return undefined
    const value = await parse({ from: at + 1, to }, depth + 1)
    return value === undefined ? undefined : Object.fromEntries([[key, value]])
  }

  async function parseObject(span: Span, depth: number): Parsed {
    const groups = await groupsOf({ from: span.from + 1, to: span.to })
    if (!groups) return undefined
    const object = {}
    for (const group of groups) {
      const isLong = group.to - group.from > pieceLength
      const some = isLong ? await parseMember(group, depth) : parseOnce(`{${text.slice(group.from, group.to)}}`)
      const isEmpty = typeof some === 'object' && some !== null && Object.keys(some).length === 0
      if (typeof some !== 'object' || some === null || isEmpty) return undefined
      // Not by assignment: a key may be `__proto__`.
      for (const [key, value] of Object.entries(some))
        Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true })
      const others = turn()
      if (others) await others
    }
    return object
  }

  /** Where a text may be parted: not within what a backslash begins. */
  function partAt(from: number, at: number): number {
    const last = text.lastIndexOf('\\', at - 1)
    if (last < Math.max(from, at - 6)) return at
    return isEnd(last + 1) ? at : last
  }

  /** A quote that ends the text before its end makes one of its pieces no JSON. */
  async function parseText({ from, to }: Span): Parsed {
    const parts: string[] = []
    for (let start = from + 1, end = start; start < to - 1; start = end) {
      end = start + pieceLength >= to - 1 ? to - 1 : partAt(start, start + pieceLength)
      const part = parseOnce(`"${text.slice(start, end)}"`)
      if (typeof part !== 'string') return undefined
      parts.push(part)
      const others = turn()
      if (others) await others
    }
    return parts.join('')
  }

  async function parse(span: Span, depth: number): Parsed {
    const { from, to } = trimmed(span)
    const last = text.charCodeAt(to - 1)
    if (to - from > pieceLength && depth < deepest) {
      const first = text.charCodeAt(from)
      if (first === openList && last === closeList) return parseList({ from, to }, depth)
      if (first === openObject && last === closeObject) return parseObject({ from, to }, depth)
      if (first === quote && last === quote) return parseText({ from, to })
    }
    return parseOnce(text.slice(from, to))
  }

  return (): Parsed => parse({ from: 0, to: text.length }, 0)
}

/**
 * Reads JSON as vendors write it, as `parseJson` does, and gives others their turn where it is long: longer than
 * `plainLength`, or not just JSON.
 */
export async function parseJsonInTurns(text: string, plainLength = longestPlain): Parsed {
  if (text.length <= pieceLength) return parseJson(text)
  const plain = text.length <= plainLength ? parsePlain(text) : undefined
  if (plain !== undefined) return plain
  const whole = await createParser(text)()
  if (whole !== undefined) return whole
  for (const rest of afterTalk(text)) {
    const found = await createParser(rest)()
    if (found !== undefined) return found
  }
  return undefined
}
