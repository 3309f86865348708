import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { pause } from '../process.ts'
import { freePort } from '../../support/free-port.ts'

const pollMs = 20

export interface Opening {
  /** From the command to the workbench's address. */
  upMs: number
  /** From the command to the first row in the sidebar of the page that is opened then. */
  rowsMs: number
}

/** Runs the command as a person does who then opens the address that it prints. */
export async function openWorkbench(command: readonly [string, ...string[]]): Promise<Opening> {
  const port = await freePort()
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  })
  const page = await browser.newPage()
  const [program, ...args] = command
  const began = performance.now()
  // A group of its own: npm does not hand on what it is told.
  const child = spawn(program, args, { env: { ...process.env, PORT: String(port) }, stdio: 'ignore', detached: true })
  const ended = once(child, 'exit')
  const address = `http://localhost:${port}/sandbox/`
  while (!(await fetch(address).catch(() => null))?.ok) await pause(pollMs)
  const upMs = performance.now() - began
  await page.goto(address)
  await page.frameLocator('[data-testid=sidebar-frame]').locator('button.row').first().waitFor()
  const rowsMs = performance.now() - began
  await browser.close()
  if (child.pid) process.kill(-child.pid, 'SIGTERM')
  await ended
  rmSync(`data/${port}`, { recursive: true, force: true })
  return { upMs, rowsMs }
}
