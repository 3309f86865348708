import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { publicOrigin } from '../start-built.ts'

/** How the page reaches us: a phone's network, and a quarter of this machine's speed. */
const latencyMs = 100
const slowdown = 4
const settleMs = 500

const userAgent =
  'Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.6668.101 Safari/537.36 wxwork/4.1.36 (MicroMessenger/6.2) WindowsWechat Language/zh ColorScheme/Light'
const probe = new URL('probe.js', import.meta.url).pathname

export interface Screen {
  rowsAtMs: number
  rows: number
  shift: number
  longestTaskMs: number
  waterfall: { name: string; start: number; end: number; depth: number }[]
}

/** A real Chromium in the role of WeCom's, signed in, whose idea of the public origin is the process at `bff`. */
export async function openBrowser(bff: string, cookie: string) {
  const profile = mkdtempSync(join(tmpdir(), 'sidedesk-chromium-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      `--host-resolver-rules=MAP ${new URL(publicOrigin).host} ${new URL(bff).host}`,
    ],
    viewport: { width: 380, height: 760 },
    locale: 'zh-CN',
    userAgent,
  })
  const [name = '', value = ''] = cookie.split('=')
  await context.addCookies([{ name, value, url: publicOrigin }])
  await context.addInitScript({ path: probe })
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Network.enable')
  const network = { offline: false, latency: latencyMs, downloadThroughput: -1, uploadThroughput: -1 }
  await devtools.send('Network.emulateNetworkConditions', network)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown })

  async function open(origin: string, contact: string): Promise<Screen> {
    // Of the same origin, so that no new process of the browser is part of what is measured.
    await page.goto(`${origin}/none`)
    await page.goto(`${origin}/#contact=${contact}`)
    await page.evaluate('shown')
    await page.waitForTimeout(settleMs)
    return page.evaluate('({ ...watched, waterfall: waterfall() })')
  }

  async function atFullSpeed<T>(run: () => Promise<T>): Promise<T> {
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 })
    return run().finally(() => devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown }))
  }

  return {
    devtools,
    atFullSpeed,
    page,
    open,
    openCold: async (origin: string, contact: string) => {
      await devtools.send('Network.clearBrowserCache')
      return open(origin, contact)
    },
    openNext: (contact: string, text: string): Promise<number> =>
      page.evaluate(`openNext(${JSON.stringify(contact)}, ${JSON.stringify(text)})`),
    async close() {
      await context.close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}
