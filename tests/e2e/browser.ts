import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { installDebian, isDebianRoot, run } from './debian.ts'

/** The usual paths of an installed Chromium. Without windows it takes half of the processor's time, so that one comes first. */
const installed = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

const find = (): string | undefined =>
  [process.env['CHROMIUM'], ...installed, chromium.executablePath()].find((path) => path && existsSync(path))

/** Installs Debian's package if we may, otherwise Playwright's own download. */
function install(): void {
  const isDebian = isDebianRoot()
  console.log(`No Chromium found; installing ${isDebian ? "Debian's package" : "Playwright's own"}.`)
  const isDone = isDebian
    ? installDebian('chromium-headless-shell', 'fonts-noto-cjk') || installDebian('chromium', 'fonts-noto-cjk')
    : run('npx', 'playwright', 'install', 'chromium')
  if (!isDone) throw new Error('Chromium could not be installed. Install one, or name it in CHROMIUM.')
}

if (!find()) install()
const path = find()
if (!path) throw new Error('Chromium was installed, but is not where it was expected. Name it in CHROMIUM.')
console.log(`Browser journeys with ${path}`)
const { status } = spawnSync(
  'npx',
  ['playwright', 'test', '--config', 'tests/e2e/playwright.config.ts', ...process.argv.slice(2)],
  {
    stdio: 'inherit',
    env: { ...process.env, CHROMIUM: path },
  },
)
process.exit(status ?? 1)
