import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, expect, type FrameLocator } from '@playwright/test'
import { startSandbox } from '../../src/sandbox/front/start-sandbox.ts'
import { cast } from '../../src/sandbox/world/cast.ts'
import type { BoughtOrders } from './start-bought-orders.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** A list is asked for anew ten seconds after the last time at the earliest. */
const patienceMs = 30_000
const browsers = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  chromium.executablePath(),
]

async function look(sidebar: FrameLocator, ship: () => Promise<void>): Promise<void> {
  const tasks = sidebar.locator('.row').filter({ hasText: '订单' })
  await expect(tasks).toHaveCount(3)
  await sidebar.getByRole('button', { name: /^订单/ }).click()
  await expect(sidebar.locator('.order')).toHaveCount(4)
  await sidebar.getByRole('button', { name: /^要做/ }).click()
  await ship()
  await expect(async () => {
    await sidebar.getByRole('button', { name: /刷新/ }).first().click()
    await expect(tasks).toHaveCount(2, { timeout: 2000 })
  }).toPass({ timeout: patienceMs })
}

/** Opens the customer's chat in the sandbox, whose product asks this order system: four orders, their tasks, one less once it is shipped. */
export async function beside({ url, secret }: BoughtOrders, ship: () => Promise<void>): Promise<boolean> {
  const executablePath = browsers.find((path) => path && existsSync(path))
  if (!executablePath) {
    console.error('NOT RUN: the journey in the sidebar needs Chromium; name it in CHROMIUM.')
    await ship()
    return true
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'sidedesk-vendure-'))
  const sandbox = await startSandbox({
    root,
    port: 0,
    dataDir,
    environment: { ORDERS_URL: url, ORDERS_SECRET: secret },
  })
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  try {
    const page = await browser.newPage()
    await page.goto(`${sandbox.address}#chat=${cast.seedContact}`)
    await look(page.frameLocator('[data-testid=sidebar-frame]'), ship)
    console.log('beside the chat: four orders, three tasks; two once the order is shipped in Vendure')
    return true
  } catch (error) {
    console.error('beside the chat:', error instanceof Error ? error.message : error)
    return false
  } finally {
    await browser.close()
    await sandbox.close()
    await rm(dataDir, { recursive: true })
  }
}
