import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { startOrdersServer, type OrdersServer } from '../support/orders-server.ts'
import { idsOf, people, runOrdersKit } from '../support/run-orders-kit.ts'
import { brokenServers, type Broken } from './broken-orders.ts'

const running: OrdersServer[] = []
afterAll(() => Promise.all(running.map(({ stop }) => stop())))

async function start(command: string, ...args: string[]): Promise<string> {
  const server = await startOrdersServer([command, ...args])
  running.push(server)
  return server.url
}

const reference = 'docs/orders/server.mjs'
const source = readFileSync(reference, 'utf8')

/** The reference server with this mistake in it, as a file beside its orders. */
function breakServer({ from, to }: Broken): string {
  expect(source.split(from)).toHaveLength(2)
  const folder = mkdtempSync(join(tmpdir(), 'broken-orders-'))
  cpSync('docs/orders/orders.json', join(folder, 'orders.json'))
  writeFileSync(
    join(folder, 'server.mjs'),
    source.replace(from, () => to),
  )
  return join(folder, 'server.mjs')
}

const hasPython = spawnSync('python3', ['--version']).status === 0
if (!hasPython) process.stderr.write('NOT RUN: docs/orders/server.py, because there is no python3 on this machine\n')

describe('the conformance kit', () => {
  it.each([['Node', 'node', reference], ...(hasPython ? [['Python', 'python3', 'docs/orders/server.py']] : [])])(
    'passes the reference server in %s',
    async (_name, command = '', file = '') => {
      const lines = await runOrdersKit(await start(command, file))
      expect(lines.filter(({ state }) => state === 'fault')).toEqual([])
      expect(idsOf(lines, 'not_run')).toEqual(['behaviour.busy'])
    },
  )

  it.each(brokenServers)('tells of a server that $name', async (broken) => {
    const lines = await runOrdersKit(await start('node', breakServer(broken)))
    expect(idsOf(lines, 'fault')).toEqual(broken.red)
  })

  it('says nothing of people', async () => {
    const [one, other] = await Promise.all([
      start('node', reference),
      start(
        'node',
        breakServer({
          name: '',
          red: [],
          from: 'JSON.stringify(body)',
          to: 'JSON.stringify(body).replaceAll("CNY", "鼓楼便利店").replaceAll("+08:00", "鼓楼便利店")',
        }),
      ),
    ])
    const said = JSON.stringify([await runOrdersKit(one), await runOrdersKit(other)])
    for (const secret of ['鼓楼便利店', people.phone, '189000', 'SO-2026', people.contact])
      expect(said).not.toContain(secret)
  })
})
