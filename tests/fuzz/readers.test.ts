import { assert, asyncProperty, constantFrom, nat } from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { AppError, UpstreamError } from '../../src/bff/errors.ts'
import { fakeHttp } from '../support/fake-http.ts'
import { hiddenSigns } from '../support/hidden-signs.ts'
import { budget } from './budget.ts'
import { changeTexts, mutate, mutations } from './mutate.ts'
import { readers, type Reader } from './readers.ts'
import { operationOf } from './start-liar.ts'
import { record, type Recording } from './record.ts'

let recording: Recording

beforeAll(async () => {
  recording = await record()
})

/** Gives the vendor's recorded answers, one operation's changed; refuses invalid JSON like the real client. */
function lyingHttp({ vendor, operation }: Reader, lie: (told: string) => string) {
  return fakeHttp(({ url, body }) => {
    const name = operationOf(url, body)
    const told = recording[vendor].get(name) ?? '{}'
    try {
      return JSON.parse(name.endsWith(operation) ? lie(told) : told) as unknown
    } catch {
      throw new UpstreamError({ source: vendor, operation, reason: 'unreadable' })
    }
  })
}

/** The number of rows, or null if the answer is refused. Any other error is a bug of ours. */
async function expectRows(reader: Reader, lie: (told: string) => string): Promise<number | null> {
  const read = await reader.read(lyingHttp(reader, lie)).catch((error: unknown) => {
    if (error instanceof UpstreamError || error instanceof AppError) return null
    throw error
  })
  if (read === null) return null
  const [schema, values] = read
  for (const value of values) expect(schema.safeParse(value).error?.issues ?? []).toEqual([])
  return values.length
}

describe.each(readers)('$vendor $operation', (reader) => {
  it('gives rows as it is', async () => {
    expect(await expectRows(reader, (told) => told)).toBeGreaterThan(0)
  })

  it('gives rows of the contract or a refusal, whatever it says', async () => {
    const property = asyncProperty(mutations, async (lies) => {
      await expectRows(reader, (told) => mutate(told, lies))
    })
    await assert(property, budget(300, 2.5))
  }, 60_000)
})

const withWords = readers.filter(({ operation }) => operation !== 'ticket/get')

describe.each(withWords)('$vendor $operation', (reader) => {
  const read = async (lie: (told: string) => string): Promise<readonly unknown[] | null> => {
    const found = await reader.read(lyingHttp(reader, lie)).catch(() => null)
    return found?.[1] ?? null
  }
  const signs = hiddenSigns.map(({ sign }) => sign)

  it('shows its words the same, whatever hidden signs stand in and around them', async () => {
    const plain = await read((told) => told)
    const isWords = (text: string) => /\p{Script=Han}/u.test(text)
    const withSigns = (text: string) => [...text].flatMap((letter, at) => [signs[at % signs.length], letter]).join('')
    let count = 0
    const told = await read((answer) =>
      changeTexts(answer, (text) => {
        if (!isWords(text)) return text
        count += 1
        return withSigns(text) + signs.join('')
      }),
    )
    expect(told).toEqual(plain)
    expect(count).toBeGreaterThan(0)
  })

  it('shows no hidden sign, whichever text the vendor puts one into', async () => {
    let count = 0
    await read((answer) => changeTexts(answer, (text) => ((count += 1), text)))
    let understood = 0
    const property = asyncProperty(constantFrom(...signs), nat(count - 1), async (sign, chosen) => {
      let at = -1
      const put = (text: string) => ((at += 1) === chosen ? `${text.slice(0, 1)}${sign}${text.slice(1)}` : text)
      const told = await read((answer) => changeTexts(answer, put))
      if (told !== null) understood += 1
      expect(shownIn(told).filter((text) => text.includes(sign))).toEqual([])
    })
    await assert(property, budget(100, 2.5))
    expect(understood).toBeGreaterThan(5)
  }, 60_000)
})

/** Every text in a value. */
function shownIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(shownIn) : []
}

/** Counterexamples found earlier, reduced to a minimum. */
const found: readonly [what: string, operation: string, lie: (told: string) => string, isRefused: boolean][] = [
  [
    'a follower since a time that no date can hold',
    '/externalcontact/get',
    (told) => told.replaceAll(/"createtime":\d+/g, '"createtime":8640000000000001'),
    false,
  ],
  [
    'a group made in a year of five digits',
    'groupchat/get',
    (told) => told.replace(/"create_time":\d+/, '"create_time":253402300800'),
    false,
  ],
  [
    'another customer than was asked about',
    '/externalcontact/get',
    (told) => told.replace(/"external_userid":"[^"]+"/, '"external_userid":"wmSomebodyElse"'),
    true,
  ],
  [
    'another group than was asked about',
    'groupchat/get',
    (told) => told.replace(/"chat_id":"[^"]+"/, '"chat_id":"wrAnother"'),
    true,
  ],
  [
    'a reminder on the last day of the calendar, which China has left already',
    'GetChargeDaffairesList',
    (told) => told.replaceAll(/"remindTime":"[^"]*"/g, '"remindTime":"9999-12-31T23:59:59Z"'),
    false,
  ],
  [
    'more people than a number can count',
    'getFriendsJobList',
    (told) => told.replaceAll(/"moment_total":"?\d+"?/g, '"moment_total":"99999999999999999999"'),
    false,
  ],
]

it.each(found)('once found: %s', async (_what, operation, lie, isRefused) => {
  const reader = readers.find((each) => each.operation === operation)
  if (!reader) throw new Error(`no ${operation}`)
  const told = [...recording[reader.vendor]].find(([name]) => name.endsWith(operation))?.[1] ?? ''
  expect(lie(told)).not.toBe(told)
  const count = await expectRows(reader, lie)
  expect(count === null).toBe(isRefused)
  expect(count ?? 1).toBeGreaterThan(0)
})
