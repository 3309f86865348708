import { defineConfig } from '@playwright/test'
import base from '../e2e/playwright.config.ts'
import type { Driver } from './webkit-workbench.ts'

const { CHROMIUM_107: chromium, WEBKIT_DRIVER: webkitDriver } = process.env
const driverPort = Number(process.env['WEBKIT_PORT'] ?? '8098')
const driver = `http://127.0.0.1:${driverPort}`
const servers = Array.isArray(base.webServer) ? base.webServer : []

/** The journeys of `tests/e2e` in the oldest Chromium, and those of this folder in WebKit, which Playwright cannot drive. */
export default defineConfig<object, Driver>({
  ...base,
  // The one file of WebKit's is the longest.
  projects: [
    ...(webkitDriver ? [{ name: 'WebKit', use: { driver } }] : []),
    ...(chromium
      ? [
          {
            name: 'Chromium 107',
            testDir: '../e2e',
            use: { launchOptions: { ...base.use?.launchOptions, executablePath: chromium } },
          },
        ]
      : []),
  ],
  webServer: [
    ...servers,
    ...(webkitDriver
      ? [
          {
            command: `xvfb-run --auto-servernum ${webkitDriver} --port=${driverPort}`,
            url: `${driver}/status`,
          },
        ]
      : []),
  ],
})
