import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UpstreamError } from '../../src/bff/errors.ts'
import type { SourceQuery, SourceAnswer, Source } from '../../src/bff/sources/source.ts'
import type { Standing } from '../../src/bff/sources/standing.ts'
import type { Fault, Vendor } from '../../src/sandbox/vendors/vendor.ts'

/** One source on its own simulator, with its own clock. */
export interface SourceBench {
  source: Source<Standing>
  vendor: Vendor
  /** One call of the client, without cache or mirror. */
  pull(signal: AbortSignal): Promise<unknown>
  /** The same call to a vendor that answers this JSON. */
  pullFrom(answer: unknown): Promise<unknown>
  /** The query of the suite, and how many rows it finds. */
  question: Pick<SourceQuery, 'subjects' | 'confirmed' | 'staffId'>
  total: number
  /** The operation whose calls are counted. */
  operation: string
  badRows(): void
  addRow(): void
  /** Makes the vendor's tokens invalid; undefined for a vendor with signatures instead of tokens. */
  expireTokens?: () => void
  /** Moves the clock forward. */
  later(ms: number): void
  /** Whether calls have a short deadline, for a vendor that does not keep it. */
  hurry(isWanted: boolean): void
  /** Credentials and what is derived from them: these must never appear in an error or the log. */
  secrets: readonly (string | RegExp)[]
  logged: string[]
  close(): Promise<void>
}

export interface SourceSuite {
  /** The source's id, which its failures carry. */
  name: string
  /** The kind of work, for a source with several. */
  of?: string
  start(): Promise<SourceBench>
  /** An answer that cannot be read as a page, and the field that the error names. */
  unreadable: { answer: unknown; field: RegExp }
  hasToken: boolean
}

/** Slightly older than a refresh still accepts as fresh. */
const stepMs = 11_000
const everything = { status: 'all', mine: false } as const

/** What every source must do, tested against its simulator over real HTTP. */
export function testSource({ name, of, start, unreadable, hasToken }: SourceSuite): void {
  describe(`the source ${of ? `${name}, its ${of}` : name}`, () => {
    let bench: SourceBench

    beforeEach(async () => {
      bench = await start()
    })
    afterEach(() => bench.close())

    const signal = () => AbortSignal.timeout(10_000)
    const read = (refresh = false): Promise<SourceAnswer<Standing>> =>
      bench.source.read({ ...bench.question, ...everything, refresh }, signal())
    /** Asks the vendor again, whatever is cached or mirrored. */
    const renew = (): Promise<SourceAnswer<Standing>> => {
      bench.later(stepMs)
      return read(true)
    }
    const calls = () => bench.vendor.seen.filter(({ operation }) => operation === bench.operation).length
    const failure = async (work: Promise<unknown>): Promise<UpstreamError> => {
      const error = await work.then(
        () => null,
        (thrown: unknown) => thrown,
      )
      if (error instanceof UpstreamError) return error
      throw new Error(`no UpstreamError but ${String(error)}`)
    }
    const pullUnder = async (fault: Fault) => {
      bench.vendor.fault = 'none'
      // A rate limit lasts as long as the vendor said.
      bench.later(stepMs)
      bench.hurry(false)
      await bench.pull(signal())
      bench.vendor.fault = fault
      bench.hurry(fault === 'slow')
      return failure(bench.pull(signal()))
    }

    it('reads what the vendor has', async () => {
      const { items, problem, asOf } = await renew()
      expect(items).toHaveLength(bench.total)
      expect(problem).toBeNull()
      expect(asOf).toBeGreaterThan(0)
      expect(new Set(items.map(({ id }) => id)).size).toBe(items.length)
    })

    it('asks once for two who ask at once', async () => {
      await renew()
      const before = calls()
      await renew()
      const alone = calls() - before
      bench.later(stepMs)
      const [one, other] = await Promise.all([read(true), read(true)])
      expect(calls() - before - alone).toBe(alone)
      expect(one.items).toEqual(other.items)
    })

    it('asks nobody again while what it knows is fresh', async () => {
      await renew()
      const before = calls()
      await read()
      await read()
      expect(calls()).toBe(before)
    })

    if (hasToken) {
      it('renews an expired token once and goes on', async () => {
        await renew()
        const first = calls()
        await renew()
        const before = calls()
        const alone = before - first
        bench.expireTokens?.()
        const { problem, items } = await renew()
        expect(problem).toBeNull()
        expect(items).toHaveLength(bench.total)
        expect(calls() - before).toBe(alone + 1)
      })
    }

    it('says that the vendor refuses', async () => {
      expect(await pullUnder('refusing')).toMatchObject({
        source: name,
        reason: expect.stringMatching(/refused|unreachable/),
      })
    })

    it('says that the vendor is down', async () => {
      expect(await pullUnder('down')).toMatchObject({ source: name, reason: 'unreachable' })
    })

    it('says when a vendor that limits the rate may be asked again', async () => {
      expect(await pullUnder('rate_limited')).toMatchObject({ reason: 'rate_limited', retryAfterSeconds: 7 })
    })

    it('gives up on a vendor that takes too long', async () => {
      expect(await pullUnder('slow')).toMatchObject({ reason: 'timeout' })
    })

    it('does not believe what is not JSON, nor JSON that breaks off', async () => {
      const page = await pullUnder('garbage')
      const half = await failure(bench.pull(signal()))
      expect([page.reason, half.reason]).toEqual(['unreadable', 'unreadable'])
    })

    it('names the field of a page that cannot be read', async () => {
      const error = await failure(bench.pullFrom(unreadable.answer))
      expect(error.reason).toBe('unreadable')
      expect(error.detail).toMatch(unreadable.field)
    })

    it('lets go at once when nobody waits any more', async () => {
      bench.vendor.fault = 'slow'
      bench.vendor.slowMs = 60_000
      const caller = new AbortController()
      const pulling = bench.pull(caller.signal)
      caller.abort()
      await expect(pulling).rejects.toThrow()
    })

    it('fails where nothing is known, and shows the rows once the vendor is back', async () => {
      bench.vendor.fault = 'down'
      expect(await failure(renew())).toMatchObject({ source: name, reason: 'unreachable' })
      bench.vendor.fault = 'none'
      const { items, problem } = await renew()
      expect(items).toHaveLength(bench.total)
      expect(problem).toBeNull()
    })

    it('shows what it last knew, and why it is no fresher', async () => {
      const first = await renew()
      bench.vendor.fault = 'down'
      const second = await renew()
      expect(second.items.map(({ id }) => id)).toEqual(first.items.map(({ id }) => id))
      expect(second.asOf).toBe(first.asOf)
      expect(second.problem).toMatchObject({ reason: 'unreachable' })
    })

    it('shows what is new', async () => {
      await renew()
      bench.addRow()
      expect((await renew()).items).toHaveLength(bench.total + 1)
    })

    it('leaves out one bad row, counts and logs it, and shows the rest', async () => {
      bench.badRows()
      const { items, problem } = await renew()
      expect(problem).toBeNull()
      expect(items.length).toBeGreaterThan(0)
      expect(bench.logged.join('')).toMatch(/"skipped":[1-9]/)
    })

    it('shows nobody the rows of nobody', async () => {
      const { items, counts } = await bench.source
        .read({ subjects: null, staffId: null, ...everything, refresh: false }, signal())
        .catch(() => ({ items: [], counts: { open: 0 } }))
      expect(items).toEqual([])
      expect(counts.open).toBe(0)
    })

    it('tells no secret in an error or in the log', async () => {
      const log = pino({ level: 'trace' }, { write: (line: string) => void bench.logged.push(line) })
      for (const fault of ['refusing', 'down', 'rate_limited', 'slow', 'garbage', 'garbage'] as const) {
        log.warn({ err: await pullUnder(fault) }, 'pulled')
        await renew().catch((error: unknown) => log.warn({ err: error }, 'read'))
      }
      bench.vendor.fault = 'none'
      bench.hurry(false)
      bench.badRows()
      await renew()
      expect(bench.logged.length).toBeGreaterThan(10)
      expect(bench.secrets.length).toBeGreaterThan(2)
      for (const secret of bench.secrets) expect(bench.logged.join('')).not.toMatch(secret)
    })
  })
}
