import { subscribe } from 'node:diagnostics_channel'

/**
 * What undici publishes about a request: when it is sent, when the response's headers arrive, and with each chunk of
 * its body.
 */
interface Sent {
  path: string
  headers?: readonly string[] | string
  body?: unknown
}
interface Told {
  request?: Sent
  response?: { headers?: readonly Uint8Array[] }
  chunk?: Uint8Array
}

export interface Secrets {
  /**
   * Adds a secret that only a test knows. Values too short or too simple are left out, because they would match any
   * text.
   */
  add(name: string, value: string | undefined): void
  /** Names of the secrets that a text contains; never their values. */
  in(text: string): string[]
  /** Names of all known secrets. */
  names(): string[]
}

const shortest = 8
/** Values that tests make up are shorter, or contain other characters. */
const credential = /^(?=.*[a-z])[\w.~+/=%-]{20,}$/i
const secretVariable = /(?:SECRET|PASSWORD|KEY|TOKEN)$/
/** In queries, forms and JSON. */
const sentField = /[?&\s"{](access_token|corpsecret|client_secret|password|code)"?\s*[=:]\s*"?([^"&\s,}]+)/g
const toldField = /"(access_token|ticket)"\s*:\s*"([^"]+)"/g
const digest = /\/([\da-f]{32,64})(?=[/?]|$)/g

/** A hash of as many characters as the shortest secret has, which follows a text from place to place. */
const hashBase = 31
const baseOfFirst = hashBase ** (shortest - 1)
const hashes = 2 ** 20
const push = (hash: number, code: number): number => (Math.imul(hash, hashBase) + code) | 0
const dropFirst = (hash: number, code: number): number => hash - Math.imul(code, baseOfFirst)
function hashOf(start: string): number {
  let hash = 0
  for (let at = 0; at < shortest; at += 1) hash = push(hash, start.charCodeAt(at))
  return hash
}

const textOf = (body: unknown): string =>
  typeof body === 'string' ? body : body instanceof Uint8Array ? Buffer.from(body).toString() : ''

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Values of name=value pairs, as cookies are written. */
const cookieValues = (line: string): string[] => line.split(/;\s*/).map((pair) => pair.slice(pair.indexOf('=') + 1))

/**
 * Collects every secret of a run: from the environment, and from what is really sent to the vendors and received from
 * them (credentials in queries, bodies and headers, tokens, tickets, cookies, digests). So no list has to be kept by
 * hand.
 */
export function watchSecrets(): Secrets & { addEnvironment(environment: Record<string, string>): void } {
  const known = new Map<string, string>()
  /**
   * All known ones by what they begin with. One process runs many suites and learns tens of thousands: to look for each in every
   * text took a good part of the tests' time, so a text is gone through once instead.
   */
  const byStart = new Map<string, string[]>()
  /** Not 0 where one of them begins with this hash. Almost every place of a text is passed over by it. */
  const begins = new Uint8Array(hashes)
  const place = (hash: number): number => hash & (hashes - 1)

  function learn(value: string, name: string): void {
    if (known.has(value)) return
    known.set(value, name)
    const start = value.slice(0, shortest)
    const alike = byStart.get(start)
    if (alike) alike.push(value)
    else byStart.set(start, [value])
    begins[place(hashOf(start))] = 1
  }

  function namesIn(text: string): string[] {
    const found = new Set<string>()
    const find = (at: number): void => {
      for (const value of byStart.get(text.slice(at, at + shortest)) ?? [])
        if (text.startsWith(value, at)) found.add(known.get(value) ?? '')
    }
    let hash = hashOf(text)
    for (let at = 0; at <= text.length - shortest; at += 1) {
      if (begins[place(hash)]) find(at)
      hash = push(dropFirst(hash, text.charCodeAt(at)), text.charCodeAt(at + shortest))
    }
    return [...found]
  }

  function add(name: string, value: string | undefined): void {
    const isPassword = name === 'password' || secretVariable.test(name)
    if (value === undefined || !(isPassword ? value.length >= shortest : credential.test(value))) return
    // A query may encode it, a header does not.
    learn(value, name)
    learn(decoded(value), name)
  }

  function addFields(text: string, field: RegExp): void {
    for (const [, name = '', value] of text.matchAll(field)) add(name, value)
  }

  function addHeader(name: string, value: string): void {
    if (name === 'authorization') add(name, value.replace(/^\w+\s+/, ''))
    if (name === 'sign') add(name, value)
    if (name === 'cookie') for (const each of cookieValues(value)) add(name, each)
    if (name === 'set-cookie') add(name, cookieValues(value)[0])
  }

  function addHeaders(pairs: readonly string[]): void {
    for (let at = 0; at + 1 < pairs.length; at += 2) addHeader((pairs[at] ?? '').toLowerCase(), pairs[at + 1] ?? '')
  }

  subscribe('undici:request:create', (message) => {
    const { path = '', headers, body } = (message as Told).request ?? {}
    addFields(path, sentField)
    for (const [, value] of path.matchAll(digest)) add('digest', value)
    addFields(textOf(body), sentField)
    addHeaders(typeof headers === 'string' ? headers.split(/\r\n|: /) : (headers ?? []))
  })
  subscribe('undici:request:headers', (message) => {
    addHeaders(((message as Told).response?.headers ?? []).map((part) => Buffer.from(part).toString()))
  })
  subscribe('undici:request:bodyChunkReceived', (message) => addFields(textOf((message as Told).chunk), toldField))

  return {
    add,
    in: namesIn,
    names: () => [...new Set(known.values())],
    addEnvironment(environment) {
      for (const [name, value] of Object.entries(environment)) {
        if (secretVariable.test(name)) for (const each of value.split(',')) add(name, each)
      }
    },
  }
}
