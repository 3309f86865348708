import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { checks } from '../../src/bff/sources/orders/kit/checks.ts'
import { GetAnswer, ListAnswer, PingAnswer, SearchAnswer } from '../../src/bff/sources/orders/kit/messages/answers.ts'
import { OrdersEvent } from '../../src/bff/sources/orders/kit/messages/event.ts'
import { Refusal } from '../../src/bff/sources/orders/kit/messages/refusal.ts'
import { OrdersRequest } from '../../src/bff/sources/orders/kit/messages/requests.ts'
import { ordersSecret, startOrdersServer, type OrdersServer } from '../support/orders-server.ts'

const run = promisify(execFile)
const pages = ['docs/orders.md', 'docs/orders.en.md']
const chinese = readFileSync('docs/orders.md', 'utf8')

/** Code of the page, by the word behind its language. */
const blocks = [...chinese.matchAll(/^```(json|sh) (\S+)\n([^]*?)\n```$/gm)].map(
  ([, language, name = '', text = '']) => ({
    language,
    name,
    text,
  }),
)
const blockOf = (name: string): string => blocks.find((block) => block.name === name)?.text ?? ''

const schemas: Record<string, z.ZodType> = {
  request: OrdersRequest,
  ping: PingAnswer,
  'orders.list': ListAnswer,
  'orders.get': GetAnswer,
  'customers.search': SearchAnswer,
  problem: Refusal,
  event: OrdersEvent,
}

describe('the contract as it is written down', () => {
  it.each(pages)('has in %s each section that a check names', (page) => {
    const sections = [...readFileSync(page, 'utf8').matchAll(/^## (\d+) /gm)].map(([, number]) => Number(number))
    expect(sections).toEqual(sections.map((_, index) => index + 1))
    expect(checks.filter(({ section }) => !sections.includes(section)).map(({ id }) => id)).toEqual([])
  })

  it.each(blocks.filter(({ language }) => language === 'json'))('shows a $name as it has to be', ({ name, text }) => {
    expect(schemas[name]?.safeParse(JSON.parse(text)).error?.issues).toBeUndefined()
  })

  it('signs its vector as Standard Webhooks do', () => {
    const at = new Date(1_795_829_400_000)
    const signature = new Webhook(ordersSecret).sign('msg_01JDTESTVECTOR', at, blockOf('request'))
    expect(Buffer.byteLength(blockOf('request'))).toBe(264)
    for (const page of pages) expect(readFileSync(page, 'utf8')).toContain(signature)
  })
})

describe('the lines for openssl and curl', () => {
  let server: OrdersServer
  beforeAll(async () => {
    server = await startOrdersServer(['node', 'docs/orders/server.mjs'])
  })
  afterAll(() => server.stop())

  it('ask the reference server', async () => {
    const env = { ...process.env, ORDERS_URL: server.url, ORDERS_SECRET: ordersSecret, NO_PROXY: '127.0.0.1' }
    const { stdout } = await run('bash', ['-c', blockOf('ask')], { env })
    expect(PingAnswer.parse(JSON.parse(stdout)).system).toBe('reference')
  })
})
