import { mkdtemp, rm } from 'node:fs/promises'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSimulators, type Simulators } from '../../src/sandbox/vendors/simulators.ts'
import { cast } from '../../src/sandbox/world/cast.ts'
import { publicOrigin } from '../support/start-bff.ts'
import { startProcess, until, untilServing, type BffProcess } from '../support/bff-process.ts'
import { createCaller } from './caller.ts'
import { openDatabase } from './database.ts'
import { environmentOf } from './victim.ts'
import { freePort } from '../support/free-port.ts'

/** Causes an unhandled rejection on SIGPIPE. */
const bug = `process.on('SIGPIPE',()=>{Promise.reject(new Error('a bug of the tests'))})`
const preload = `--import "data:text/javascript,${encodeURIComponent(bug)}"`

let folder: string
let simulators: Simulators
let bff: BffProcess | null = null
let sockets: Socket[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidedesk-stop-'))
  simulators = await startSimulators({ publicOrigin, slowMs: 1500 })
})
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  sockets = []
  await bff?.kill()
  await simulators.close()
  await rm(folder, { recursive: true, force: true })
})

const databaseUrl = () => `file:${join(folder, 'stop.db')}`

async function start(
  more: Record<string, string> = {},
): Promise<{ running: BffProcess; origin: string; port: number }> {
  const port = await freePort()
  const own = { HOST: '127.0.0.1', PORT: String(port), DATABASE_URL: databaseUrl(), LOG_LEVEL: 'info', ...more }
  const running = startProcess({ environment: environmentOf(simulators, own) })
  bff = running
  const origin = `http://127.0.0.1:${port}`
  await untilServing(running, origin)
  return { running, origin, port }
}

/** Opens a connection, sends this text and keeps it open. */
async function hold(port: number, text: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  sockets.push(socket)
  await once(socket, 'connect')
  socket.write(text.replaceAll('\n', '\r\n'))
  return socket
}

/** A request whose body is shorter than announced, so the BFF waits for the rest. */
const unfinished = (port: number) =>
  hold(port, 'POST /auth/logout HTTP/1.1\nhost: localhost\ncontent-type: application/json\ncontent-length: 99\n\n{')

const stopping = ({ said }: BffProcess) => until('it is stopping', () => said().includes('"msg":"stopping"'))

describe('SIGTERM', { timeout: 120_000 }, () => {
  it('lets a request end, refuses new ones, waits for no vendor and no browser, and ends with 0', async () => {
    const { waiqin, youmi, wecom } = simulators.vendors
    Object.assign(waiqin, { fault: 'slow', slowMs: 600_000 })
    youmi.fault = 'slow'
    const { running, origin, port } = await start({ YOUMI_STAFF_ID: 'userid' })
    const caller = createCaller(origin, wecom.url)
    await caller.signIn(cast.salesperson)
    const idle = await hold(port, 'GET /healthz HTTP/1.1\nhost: localhost\n\n')
    await once(idle, 'data')
    await unfinished(port)
    await until('a mirror waits for its vendor', () => waiqin.seen.length > 0)
    const asked = youmi.seen.length
    const answer = caller.call(cast.salesperson, 'GET', 'me/todos')
    await until('the request waits for its vendor', () => youmi.seen.length > asked)

    const told = performance.now()
    running.child.kill('SIGTERM')
    await stopping(running)
    expect((await answer)?.status).toBe(200)
    expect(await caller.call(cast.salesperson, 'GET', 'session')).toBeNull()
    expect(await running.ended).toEqual({ code: 0, signal: null })
    expect(performance.now() - told).toBeLessThan(10_000)
    const database = openDatabase(databaseUrl())
    expect(await database.leases()).toEqual([])
    await database.close()
  })

  it('ends at once when it comes twice', async () => {
    const { running, port } = await start()
    await unfinished(port)
    running.child.kill('SIGTERM')
    await stopping(running)
    const told = performance.now()
    running.child.kill('SIGINT')
    expect(await running.ended).toEqual({ code: 1, signal: null })
    expect(performance.now() - told).toBeLessThan(3000)
  })
})

describe('a bug that nobody caught', { timeout: 120_000 }, () => {
  it('is logged, stops the mirrors, and ends the process with 1', async () => {
    const { running } = await start({ NODE_OPTIONS: preload })
    running.child.kill('SIGPIPE')
    expect((await running.ended).code).toBe(1)
    const line = running
      .said()
      .split('\n')
      .find((text) => text.includes('stopping after a bug'))
    expect(JSON.parse(line ?? '{}')).toMatchObject({ level: 60, err: { message: 'a bug of the tests' } })
    const database = openDatabase(databaseUrl())
    expect(await database.leases()).toEqual([])
    await database.close()
  })
})
