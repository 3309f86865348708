import { defineConfig } from '@playwright/test'

const isCi = Boolean(process.env['CI'])
const port = process.env['E2E_PORT'] ?? '8099'

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  // One sandbox serves all journeys, and faults are switched on in it: they run one after the other.
  workers: 1,
  forbidOnly: isCi,
  retries: 0,
  timeout: 40_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    baseURL: `http://localhost:${port}`,
    viewport: { width: 1280, height: 800 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  webServer: {
    command: 'node dist/sandbox/main.js',
    cwd: new URL('../..', import.meta.url).pathname,
    url: `http://localhost:${port}/sandbox/`,
    env: { PORT: port },
    reuseExistingServer: !isCi,
    timeout: 60_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5000 },
  },
})
