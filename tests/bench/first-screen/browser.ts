import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContext } from '@playwright/test'
import { publicOrigin } from '../start-built.ts'

/** The page is loaded over a phone's network, at a quarter of this machine's speed. */
const latencyMs = 100
const slowdown = 4
const settleMs = 300

const userAgent =
  'Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.6668.101 Safari/537.36 wxwork/4.1.36 (MicroMessenger/6.2) WindowsWechat Language/zh ColorScheme/Light'
const probe = new URL('probe.js', import.meta.url).pathname

export interface Screen {
  rowsAtMs: number
  rows: number
  shift: number
  longestTaskMs: number
  /** How many calls of the client waited for one another. */
  bridgeWaits: number
  waterfall: { name: string; start: number; end: number; depth: number }[]
}

/** A real Chromium in place of WeCom's, signed in. It resolves the public origin to the process at `bff`. */
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

  return {
    /** Each origin has a tab, so that its process stays alive while the other one is measured. */
    openTab: (origin: string) => openTab(context, origin),
    async close() {
      await context.close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}

async function openTab(context: BrowserContext, origin: string) {
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Network.enable')
  const network = { offline: false, latency: latencyMs, downloadThroughput: -1, uploadThroughput: -1 }
  await devtools.send('Network.emulateNetworkConditions', network)
  // Only while measuring: a page that is slowed down keeps a core busy even when idle.
  const slowTo = (rate: number) => devtools.send('Emulation.setCPUThrottlingRate', { rate })

  async function load(contact: string, bridgeMs = 0): Promise<Screen> {
    await page.bringToFront()
    await slowTo(slowdown)
    await page.goto(`${origin}/#${new URLSearchParams({ contact, bridge: String(bridgeMs) })}`)
    await page.evaluate('shown')
    await page.waitForTimeout(settleMs)
    await slowTo(1)
    return page.evaluate('({ ...watched, waterfall: waterfall(), bridgeWaits: bridgeWaits() })')
  }

  /** With everything kept: files, compiled scripts, the page's process. */
  async function open(contact: string, bridgeMs = 0): Promise<Screen> {
    await page.goto(`${origin}/none`)
    return load(contact, bridgeMs)
  }

  /** As WeCom opens the sidebar at each chat: files are kept, the process is new. */
  async function openAnew(contact: string): Promise<Screen> {
    await page.goto('about:blank')
    return load(contact)
  }

  async function openCold(contact: string): Promise<Screen> {
    await devtools.send('Network.clearBrowserCache')
    return openAnew(contact)
  }

  /** At full speed, without reloading the page. */
  const openNext = (contact: string, text: string): Promise<number> =>
    page.evaluate(`openNext(${JSON.stringify(contact)}, ${JSON.stringify(text)})`)

  const rowTexts = (): Promise<string[]> =>
    page.evaluate("[...document.querySelectorAll('button.row')].map((row) => row.textContent)")

  return { open, openAnew, openCold, openNext, rowTexts }
}
