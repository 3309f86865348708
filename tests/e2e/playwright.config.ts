import { defineConfig } from '@playwright/test'

const isCi = Boolean(process.env['CI'])
const port = Number(process.env['E2E_PORT'] ?? '8099')
/** Three on two cores: a journey waits for half of its time. */
const workers = 3
/** One sandbox per worker: faults are switched on for a whole sandbox, so its journeys run one after the other. */
const ports = Array.from({ length: workers }, (_, index) => port + index)
/** The index of the worker that reads this file. */
const own = Number(process.env['TEST_PARALLEL_INDEX'] ?? '0')

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  workers,
  forbidOnly: isCi,
  retries: 0,
  timeout: 40_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    baseURL: `http://localhost:${port + own}`,
    viewport: { width: 1280, height: 800 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    // Kept of a journey that fails only, but recorded of each: without pictures, the page's own steps are enough to see why.
    trace: { mode: 'retain-on-failure', screenshots: false, sources: false },
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
  webServer: ports.map((port) => ({
    command: 'node dist/sandbox/main.js',
    cwd: new URL('../..', import.meta.url).pathname,
    url: `http://localhost:${port}/sandbox/`,
    env: { PORT: String(port), HOSTILE_PANEL: '1' },
    reuseExistingServer: !isCi,
    timeout: 60_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5000 },
  })),
})
