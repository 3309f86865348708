import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { pause } from '../process.ts'
import { freePort } from '../../support/free-port.ts'

const pollMs = 20

export interface Opening {
  /** From the command until the workbench's address answers. */
  upMs: number
  /** From the command to the first row in the sidebar of the page opened then. */
  rowsMs: number
}

/** Runs the command and opens the address that it prints, as a person would. */
export async function openWorkbench(command: readonly [string, ...string[]]): Promise<Opening> {
  const port = await freePort()
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  })
  const page = await browser.newPage()
  const [program, ...args] = command
  const began = performance.now()
  // A process group of its own, because npm does not pass signals on.
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
