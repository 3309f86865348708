import { defineConfig } from '@playwright/test'

const isCi = Boolean(process.env['CI'])
const firstPort = Number(process.env['E2E_PORT'] ?? 8099)
/** Each worker has a sandbox of its own, since its journeys switch on faults; within one they run one after the other. */
const workers = 2
const ports = Array.from({ length: workers }, (_, worker) => String(firstPort + worker))

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
    // Which of them a worker speaks to, `workbench.ts` says.
    baseURL: `http://localhost:${firstPort}`,
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
  webServer: ports.map((port) => ({
    command: 'node dist/sandbox/main.js',
    cwd: new URL('../..', import.meta.url).pathname,
    url: `http://localhost:${port}/sandbox/`,
    env: { PORT: port },
    reuseExistingServer: !isCi,
    timeout: 60_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5000 },
  })),
})
