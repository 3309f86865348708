import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { freePort } from '../support/free-port.ts'
import type { Login } from './admin.ts'

export interface Shop extends Login {
  stop(): Promise<void>
}

const folder = fileURLToPath(new URL('.', import.meta.url))

/** Starts Vendure on loopback, empty, with an administrator of this run alone. @throws Error with what it said where it ends instead */
export async function startShop(): Promise<Shop> {
  const [user, password] = ['sidedesk', randomBytes(18).toString('base64url')]
  const env = {
    ...process.env,
    PORT: String(await freePort()),
    SHOP_USER: user,
    SHOP_PASSWORD: password,
    VENDURE_DISABLE_TELEMETRY: '1',
  }
  const child = spawn(process.execPath, ['shop.mjs'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'exit')
  const said: string[] = []
  child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text))
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line)
    const [, shopUrl] = /^listening on (\S+)$/.exec(line) ?? []
    if (shopUrl === undefined) continue
    const stop = async () => {
      child.kill()
      await ended
    }
    return { shopUrl, user, password, stop }
  }
  throw new Error(`Vendure ended: ${said.join('\n')}`)
}
