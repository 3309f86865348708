import { randomBytes } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { createServer as createNetServer } from 'node:net'
import { join } from 'node:path'
import { importLinks, startBff, type BffOptions, type BffProcess } from './bff-process.ts'
import { startPublicServer } from './public-server.ts'
import { startPanels, type Panels } from '../panels/panels.ts'
import { startSimulators, type Simulators } from '../vendors/simulators.ts'

export interface SandboxOptions {
  /** Folder of the project. */
  root: string
  /** 0 takes a free port. */
  port?: number
  host?: string
  isDev?: boolean
  /** Folder of the database, which is recreated at every start; by default the project's `data`. */
  dataDir?: string
  logLevel?: string
  slowMs?: number
  /** Variables of the BFF in place of those that lead to the simulators, for an order system that is no simulated one. */
  environment?: Record<string, string>
  /** Shows a second page of the company's own, which misbehaves as the control API says. */
  hasHostilePanel?: boolean
}

export interface Sandbox {
  origin: string
  /** The address to open in a browser. */
  address: string
  simulators: Simulators
  /** Settles when the BFF process ends. */
  ended: Promise<string>
  close(): Promise<void>
}

async function freePort(): Promise<number> {
  const server = createNetServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

async function freshDatabase(dataDir: string): Promise<string> {
  const file = join(dataDir, 'sandbox.db')
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  await Promise.all(['', '-wal', '-shm'].map((suffix) => rm(file + suffix, { force: true })))
  return file
}

/** Accounts of 企客聊 are imported where it opens the page alone: elsewhere it is a system that is not configured. */
async function linksFile(dataDir: string, { world }: Simulators, hasQikeliao: boolean): Promise<string> {
  const file = join(dataDir, 'sandbox-links.csv')
  const links = world.links.filter(({ source }) => hasQikeliao || source !== 'qikeliao')
  const rows = [
    ...links.map(({ subject, wecom_id, source, source_id }) => [subject, wecom_id, source, source_id, '']),
    ...world.company.formerLines.map(({ userid, vendor, id, note }) => ['staff', userid, vendor, id, note]),
  ]
  await writeFile(file, ['subject,wecom_id,source,source_id,note', ...rows.map((row) => row.join()), ''].join('\n'))
  return file
}

/** Starts the public origin, the simulators, and the unmodified BFF as a child process. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { root, port = 8080, host = '127.0.0.1', isDev = false, logLevel = 'warn' } = options
  const dataDir = options.dataDir ?? join(root, 'data')
  const server = await startPublicServer({ root, port, host, isDev })
  const closers: (() => Promise<void>)[] = [server.close]
  const close = async () => {
    for (const each of closers.splice(0).reverse()) await each()
  }

  async function bff(simulators: Simulators, panels: Panels): Promise<BffProcess> {
    const internal = `http://127.0.0.1:${await freePort()}`
    const bffOptions: BffOptions = {
      root,
      isDev,
      environment: {
        PORT: new URL(internal).port,
        HOST: '127.0.0.1',
        PUBLIC_ORIGIN: server.origin,
        SESSION_KEY: randomBytes(32).toString('base64url'),
        DATABASE_URL: `file:${await freshDatabase(dataDir)}`,
        // Each start begins with an empty database, in a place where there was one.
        DATABASE_CREATE: '1',
        LOG_LEVEL: logLevel,
        ...simulators.environment,
        ...panels.environment,
        // The pages of administrators and beside 企客聊 are builds of their own, which the bundler's development server does not make.
        ...(isDev
          ? { APP_DIR: root }
          : { ADMIN_USERIDS: simulators.world.company.administrators.join(','), ...simulators.qikeliao.environment }),
        // Nobody is there: the simulated client only shows what a real one would open.
        YOUMI_TODO_URL: 'https://youmi.sandbox.invalid/todo/{id}',
        WAIQIN_TASK_URL: 'https://waiqin.sandbox.invalid/#/task/{id}',
        TANMA_SOP_URL: 'https://tanma.sandbox.invalid/sop/{id}',
        ...options.environment,
      },
    }
    await importLinks(await linksFile(dataDir, simulators, !isDev), bffOptions)
    const child = await startBff(internal, bffOptions)
    closers.push(child.stop)
    await simulators.vendors.wecom.setCallbackUrl(`${internal}/wecom/callback`)
    simulators.vendors.orders.setEventUrl(`${internal}/orders/events`)
    server.serve({ bff: new URL(internal), simulators, panels })
    return child
  }

  try {
    const slow = options.slowMs === undefined ? {} : { slowMs: options.slowMs }
    const simulators = await startSimulators({ publicOrigin: server.origin, ...slow })
    closers.push(() => simulators.close())
    const panels = await startPanels({
      root,
      sidedesk: server.origin,
      world: simulators.world,
      hasHostile: options.hasHostilePanel ?? false,
    })
    closers.push(panels.close)
    const { ended } = await bff(simulators, panels)
    return { origin: server.origin, address: `${server.origin}/sandbox/`, simulators, ended, close }
  } catch (error) {
    await close()
    throw error
  }
}
