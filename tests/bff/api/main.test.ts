import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { freePort } from '../../support/free-port.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const good = {
  PUBLIC_ORIGIN: 'http://localhost:8080',
  SESSION_KEY: 'a-session-key-of-the-tests-0123456789',
  APP_DIR: 'tests/fixtures/app',
  WECOM_CORP_ID: 'ww1',
  WECOM_AGENT_ID: '7',
  WECOM_SECRET: 'top-secret',
}

let folder: string
let child: ChildProcess | null = null

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidedesk-main-'))
})

afterEach(async () => {
  child?.kill('SIGKILL')
  child = null
  await rm(folder, { recursive: true, force: true })
})

function start(environment: Record<string, string>) {
  const env = { PATH: process.env['PATH'] ?? '', DATABASE_URL: `file:${join(folder, 'main.db')}`, ...environment }
  const started = spawn(process.execPath, ['dist/bff/main.js'], { cwd: root, env })
  child = started
  let said = ''
  started.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const ended = once(started, 'exit').then(([code]) => ({ code: code as number, lines: said.trim().split('\n') }))
  return { child: started, ended }
}

it('says one line per fault of its configuration, and exits with 1', async () => {
  const { code, lines } = await start({ ...good, WECOM_SECRET: '', SESSION_KEY: 'zzq', PORT: 'zzq' }).ended
  expect(code).toBe(1)
  expect(lines.map((line) => line.split(':')[0])).toEqual(['PORT', 'SESSION_KEY', 'WECOM_SECRET'])
  expect(lines.join()).not.toContain('zzq')
})

it('says what is missing in Chinese, with the line of the example that explains it', async () => {
  const { lines } = await start({ ...good, WECOM_SECRET: '', YOUMI_API_URL: 'https://youmi.example.com' }).ended
  const example = readFileSync(join(root, '.env.example'), 'utf8').split('\n')
  const told = lines.map((line) => /^(\w+): 缺少(.*)（见 \.env\.example 第 (\d+) 行）$/.exec(line) ?? [])
  expect(told.map(([, name]) => name)).toEqual([
    'WECOM_SECRET',
    'YOUMI_TOKEN_URL',
    'YOUMI_CLIENT_ID',
    'YOUMI_CLIENT_SECRET',
  ])
  expect(told.map(([, , why]) => why)).toEqual([
    '',
    ...Array.from({ length: 3 }, () => '，而同一个系统的其他变量已经填了'),
  ])
  for (const [, name, , line] of told) expect(example[Number(line) - 1]).toMatch(new RegExp(`^${name}=`))
})

it.each([
  ['a database that cannot be opened', { DATABASE_URL: 'file:package.json/none.db' }],
  ['a database where no folder can be made', { DATABASE_URL: 'file:/proc/none/deep/none.db' }],
  ['a database server that is not there', { DATABASE_URL: 'postgres://me:zzq-secret@127.0.0.1:9/none' }],
  ['a folder without a page', { APP_DIR: 'tests/fixtures/app/assets' }],
  ['a folder that is not there', { APP_DIR: 'tests/fixtures/nowhere' }],
])('names the variable of %s in one line, and exits with 1', async (_name, wrong) => {
  const { code, lines } = await start({ ...good, ...wrong }).ended
  expect(code).toBe(1)
  expect(lines).toEqual([expect.stringMatching(new RegExp(`^${Object.keys(wrong)[0]}: `))])
  expect(lines[0]).not.toContain('zzq')
})

it('says in one line that its port is taken, and exits with 1', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const { code, lines } = await start({ ...good, HOST: '127.0.0.1', PORT: String(port) }).ended
  server.close()
  expect(code).toBe(1)
  expect(lines).toEqual([expect.stringContaining('EADDRINUSE')])
})

it('serves, answers garbage with a Problem, and ends when it is told to', async () => {
  const port = await freePort()
  const { child: running, ended } = start({ ...good, HOST: '127.0.0.1', PORT: String(port) })
  await once(running.stdout, 'data')
  expect(await (await fetch(`http://127.0.0.1:${port}/healthz`)).json()).toEqual({ status: 'ok' })
  const socket = connect(port, '127.0.0.1').end('this is not http\r\n\r\n')
  const [answer] = (await once(socket, 'data')) as [Buffer]
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 400 [^]*application\/problem\+json[^]*"code":"bad_request"/)
  running.kill('SIGTERM')
  expect((await ended).code).toBe(0)
})
