import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { inlineGuard, precompress, preloadPage } from './vite.page.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The oldest engines that current WeCom clients still bring [wecom.md B11]. */
const target = ['chrome107', 'safari14']

/** A server entry: bundled from our own files only, dependencies stay in node_modules. */
const server = (entries: Record<string, string>, outDir: string) => ({
  publicDir: false as const,
  build: { ssr: true, target: 'node20', outDir, emptyOutDir: false, rolldownOptions: { input: entries } },
})

const modes: Record<string, object> = {
  production: {
    plugins: [vue(), inlineGuard(here('src/app/guard.js')), preloadPage(), precompress()],
    // Neither we nor Vant's components use them.
    define: { __VUE_OPTIONS_API__: false },
    build: { target, cssTarget: target, outDir: 'dist/app', assetsInlineLimit: 0 },
  },
  bff: server(
    {
      main: here('src/bff/main.ts'),
      links: here('src/bff/commands/links.ts'),
      doctor: here('src/bff/commands/doctor.ts'),
    },
    'dist/bff',
  ),
  sandbox: server({ main: here('src/sandbox/main.ts') }, 'dist/sandbox'),
  workbench: {
    plugins: [vue()],
    root: here('src/sandbox/workbench'),
    base: '/sandbox/',
    publicDir: false,
    build: {
      outDir: here('dist/workbench'),
      emptyOutDir: true,
      rolldownOptions: {
        input: { main: here('src/sandbox/workbench/index.html'), bridge: here('src/sandbox/workbench/bridge.ts') },
        // The proxy writes the bridge's address into pages, so it has no hash.
        output: {
          entryFileNames: ({ name }: { name: string }) => (name === 'bridge' ? 'bridge.js' : 'assets/[name]-[hash].js'),
        },
      },
    },
  },
}

export default defineConfig(({ mode }) => ({
  ...(modes[mode] ?? { plugins: [vue()] }),
  test: {
    // Half of a test is waiting. As a number: Vitest takes no share above the number of cores.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    reporters: ['default', './tests/faults/fault-table.ts'],
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['tests/{contract,sandbox}/**/*.test.ts', 'tests/bff/unit/**/*.test.ts'] },
      },
      { extends: true, test: { name: 'app', environment: 'happy-dom', include: ['tests/app/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'api',
          include: ['tests/{bff/api,conformance,bench,faults,security,fuzz,durability}/**/*.test.ts'],
          // Reading the BFF and the simulators anew for each file would take as long as a tenth of the tests.
          isolate: false,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
}))
